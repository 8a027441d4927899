package expr

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const hashedBase64 = "md5, sha1, sha256 and sha512, in hexadecimal digits, are there at run time."

var hashFunctions = []*Func{
	{
		Name: "base64sha256", Params: "string", Example: `base64sha256("orders")`, Doc: "The SHA-256 of a text in Base64.",
		Class: CompileTime, Limit: hashedBase64, impl: hashFunc(sha256.New, base64.StdEncoding.EncodeToString),
	},
	{
		Name: "base64sha512", Params: "string", Example: `base64sha512("orders")`, Doc: "The SHA-512 of a text in Base64.",
		Class: CompileTime, Limit: hashedBase64, impl: hashFunc(sha512.New, base64.StdEncoding.EncodeToString),
	},
	{Name: "md5", Params: "string", Example: `md5("orders")`, Doc: "The MD5 of a text in hexadecimal digits.", impl: hashFunc(md5.New, hex.EncodeToString)},
	{Name: "sha1", Params: "string", Example: `sha1("orders")`, Doc: "The SHA-1 of a text in hexadecimal digits.", impl: hashFunc(sha1.New, hex.EncodeToString)},
	{Name: "sha256", Params: "string", Example: `sha256("orders")`, Doc: "The SHA-256 of a text in hexadecimal digits.", impl: hashFunc(sha256.New, hex.EncodeToString)},
	{Name: "sha512", Params: "string", Example: `sha512("orders")`, Doc: "The SHA-512 of a text in hexadecimal digits.", impl: hashFunc(sha512.New, hex.EncodeToString)},
	{
		Name: "uuidv5", Params: "namespace, name", Example: `uuidv5("dns", "example.com")`,
		Doc:   "The UUID (version 5) of a name in a namespace: dns, url, oid, x500 or a UUID.",
		Class: CompileTime, Limit: "uuid() gives one at random at run time.", impl: uuidv5Func,
	},
}

func hashFunc(h func() hash.Hash, show func([]byte) string) function.Function {
	return textFunc("string", func(s string) string { return digest(h, []byte(s), show) })
}

func digest(h func() hash.Hash, b []byte, show func([]byte) string) string {
	d := h()
	d.Write(b)
	return show(d.Sum(nil))
}

// namespaces of RFC 4122, appendix C.
var namespaces = map[string]string{
	"dns":  "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	"url":  "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
	"oid":  "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
	"x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}

var uuidv5Func = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "namespace", Type: cty.String}, {Name: "name", Type: cty.String}},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		ns := args[0].AsString()
		if known, ok := namespaces[ns]; ok {
			ns = known
		}
		var digits []byte
		for i := range len(ns) {
			if ns[i] != '-' {
				digits = append(digits, ns[i])
			}
		}
		space, err := hex.DecodeString(string(digits))
		if err != nil || len(space) != 16 || len(ns) != 36 {
			return cty.NilVal, function.NewArgErrorf(0, "a namespace is dns, url, oid, x500 or a UUID")
		}
		u := sha1.Sum(append(space, args[1].AsString()...))
		u[6] = u[6]&0x0f | 0x50
		u[8] = u[8]&0x3f | 0x80
		return cty.StringVal(fmt.Sprintf("%x-%x-%x-%x-%x", u[0:4], u[4:6], u[6:8], u[8:10], u[10:16])), nil
	},
})
