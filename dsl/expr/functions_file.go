package expr

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const fileLimit = "Files are read when the pipeline is compiled, so their names have to be known then."

var fileFunctions = []*Func{
	fileRow("file", "The text of a file of the project.", func(b []byte) (string, error) {
		if !utf8.Valid(b) {
			return "", errors.New("the file is not UTF-8 text; filebase64 reads any file")
		}
		return string(b), nil
	}),
	fileRow("filebase64", "The content of a file of the project in Base64.", func(b []byte) (string, error) {
		return base64.StdEncoding.EncodeToString(b), nil
	}),
	fileHash("filebase64sha256", "SHA-256", sha256.New, base64.StdEncoding.EncodeToString, "Base64"),
	fileHash("filebase64sha512", "SHA-512", sha512.New, base64.StdEncoding.EncodeToString, "Base64"),
	{
		Name: "fileexists", Params: "path", Doc: "Whether there is a file in the project.", Class: CompileTime, Limit: fileLimit,
		files: func(read readFile, _ map[string]function.Function) function.Function {
			return function.New(&function.Spec{
				Params:       []function.Parameter{{Name: "path", Type: cty.String}},
				Type:         function.StaticReturnType(cty.Bool),
				RefineResult: notNull,
				Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
					_, err := read(args[0].AsString())
					if err != nil && !errors.Is(err, fs.ErrNotExist) {
						return cty.NilVal, fileError(args[0].AsString(), err)
					}
					return cty.BoolVal(err == nil), nil
				},
			})
		},
	},
	fileHash("filemd5", "MD5", md5.New, hex.EncodeToString, "hexadecimal digits"),
	fileHash("filesha1", "SHA-1", sha1.New, hex.EncodeToString, "hexadecimal digits"),
	fileHash("filesha256", "SHA-256", sha256.New, hex.EncodeToString, "hexadecimal digits"),
	fileHash("filesha512", "SHA-512", sha512.New, hex.EncodeToString, "hexadecimal digits"),
	{
		Name: "templatefile", Params: "path, variables", Class: CompileTime, Limit: fileLimit,
		Doc: "The text of a file of the project as a template, with variables.", files: templatefileFunc,
	},
}

func fileRow(name, doc string, f func([]byte) (string, error)) *Func {
	return &Func{
		Name: name, Params: "path", Doc: doc, Class: CompileTime, Limit: fileLimit,
		files: func(read readFile, _ map[string]function.Function) function.Function {
			return tryTextFunc("path", func(path string) (string, error) {
				b, err := read(path)
				if err != nil {
					return "", fileError(path, err)
				}
				return f(b)
			})
		},
	}
}

func fileHash(name, what string, h func() hash.Hash, show func([]byte) string, form string) *Func {
	return fileRow(name, "The "+what+" of a file of the project in "+form+".", func(b []byte) (string, error) {
		return digest(h, b, show), nil
	})
}

func fileError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %q in the project", path)
	}
	return fmt.Errorf("the file %q cannot be read: %w", path, err)
}

// templatefileFunc reads a file as a template. Its type is known once the file
// was read: a template that is one interpolation gives that value.
func templatefileFunc(read readFile, fns map[string]function.Function) function.Function {
	render := func(args []cty.Value) (cty.Value, error) {
		path := args[0].AsString()
		b, err := read(path)
		if err != nil {
			return cty.NilVal, function.NewArgError(0, fileError(path, err))
		}
		e, diags := hclsyntax.ParseTemplate(b, path, hcl.InitialPos)
		if diags.HasErrors() {
			return cty.NilVal, function.NewArgError(0, templateError(diags))
		}
		if t := args[1].Type(); !t.IsObjectType() && !t.IsMapType() {
			return cty.NilVal, function.NewArgErrorf(1, "an object of the template's variables is required")
		}
		v, diags := e.Value(&hcl.EvalContext{Variables: args[1].AsValueMap(), Functions: fns})
		if diags.HasErrors() {
			return cty.NilVal, function.NewArgError(0, templateError(diags))
		}
		return v, nil
	}
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "variables", Type: cty.DynamicPseudoType}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if !args[0].IsKnown() || !args[1].IsWhollyKnown() {
				return cty.DynamicPseudoType, nil
			}
			v, err := render(args)
			if err != nil {
				return cty.NilType, err
			}
			return v.Type(), nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return render(args) },
	})
}

// templateError is the first error in a file read as a template.
func templateError(diags hcl.Diagnostics) error {
	detail := strings.TrimSuffix(diags[0].Detail, ".")
	if diags[0].Subject == nil {
		return fmt.Errorf("in the template: %s", detail)
	}
	return fmt.Errorf("in line %d of %q: %s", diags[0].Subject.Start.Line, diags[0].Subject.Filename, detail)
}
