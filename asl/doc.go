// Package asl holds the Amazon States Language as Go types, in both of its
// query languages, with ordered decoding and encoding. It says what a machine
// is, not whether AWS accepts it (see asl/validate) nor what it does (see
// asl/engine). Start at Machine and Decode.
package asl
