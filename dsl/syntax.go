package dsl

import (
	"io/fs"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/dsl/diag"
)

// Read reads a source file as Load does: no more of it than a source may have,
// and without a byte order mark.
func Read(fsys fs.FS, name string) ([]byte, hcl.Diagnostics) {
	src, err := readFile(fsys, name)
	if err != nil {
		return nil, hcl.Diagnostics{unreadable(name, err)}
	}
	return src, nil
}

// CheckSyntax says what is wrong with a text before any name in it counts: its
// encoding, its nesting, its syntax.
func CheckSyntax(name string, src []byte) hcl.Diagnostics {
	if _, d := checkText(name, src); d != nil {
		return hcl.Diagnostics{d}
	}
	_, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	return diag.Syntax(diags, map[string][]byte{name: src})
}
