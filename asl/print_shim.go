package asl

import "github.com/pipectl/pipectl/asl/jsonata"

// appendExpr stands in until jsonata prints expressions.
func appendExpr(dst []byte, n jsonata.Node) []byte {
	panic("asl: jsonata.AppendPrint is not there yet")
}
