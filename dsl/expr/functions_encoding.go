package expr

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

const asciiLimit = "At run time the text has to be ASCII; anything else ends the execution."

var encodingFunctions = []*Func{
	{
		Name: "base64decode", Params: "string", Example: `base64decode("b3JkZXJz")`, Doc: "The text that Base64 stands for.",
		Class: Guarded, Limit: asciiLimit,
		impl: tryTextFunc("string", func(s string) (string, error) {
			b, err := base64.StdEncoding.DecodeString(s)
			if err != nil {
				return "", errors.New("the text is not Base64")
			}
			if !utf8.Valid(b) {
				return "", errors.New("what it stands for is not UTF-8")
			}
			return string(b), nil
		}),
	},
	{
		Name: "base64encode", Params: "string", Example: `base64encode("orders")`, Doc: "The UTF-8 of a text in Base64.",
		Class: Guarded, Limit: asciiLimit,
		impl: textFunc("string", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }),
	},
	{
		Name: "base64gzip", Params: "string", Example: `base64gzip("orders")`, Doc: "The UTF-8 of a text, compressed, in Base64.",
		Class: CompileTime, Limit: "A Lambda function can compress at run time.",
		impl: tryTextFunc("string", func(s string) (string, error) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			if _, err := z.Write([]byte(s)); err != nil {
				return "", err
			}
			if err := z.Close(); err != nil {
				return "", err
			}
			return base64.StdEncoding.EncodeToString(b.Bytes()), nil
		}),
	},
	{
		Name: "csvdecode", Params: "string", Example: `csvdecode("a,b\n1,2")`, Doc: "The rows of a CSV text as objects, after the names in its first line.",
		Class: CompileTime, Limit: "A map over objects in S3 reads CSV at run time.",
		impl: stdlib.CSVDecodeFunc,
	},
	{
		Name: "jsondecode", Params: "string", Example: `jsondecode("{\"a\": [1]}")`, Doc: "The value that a JSON text stands for.",
		null: nullAlways, impl: stdlib.JSONDecodeFunc,
	},
	{
		Name: "jsonencode", Params: "value", Example: `jsonencode({ b = [1, "<"], a = null })`, Doc: "A value as JSON text, with sorted keys and no spaces.",
		impl: stdlib.JSONEncodeFunc,
	},
	{
		Name: "textdecodebase64", Params: "string, encoding", Example: `textdecodebase64("YQBiAA==", "UTF-16LE")`,
		Doc: "The text that Base64 stands for in an encoding: UTF-8, UTF-16LE, UTF-16BE, US-ASCII or ISO-8859-1.", Class: CompileTime,
		Limit: "base64decode(...) is there at run time.",
		impl:  encodedFunc(decodeText),
	},
	{
		Name: "textencodebase64", Params: "string, encoding", Example: `textencodebase64("ab", "UTF-16LE")`,
		Doc: "A text in an encoding, in Base64: UTF-8, UTF-16LE, UTF-16BE, US-ASCII or ISO-8859-1.", Class: CompileTime,
		Limit: "base64encode(...) is there at run time.",
		impl:  encodedFunc(encodeText),
	},
	{
		Name: "urlencode", Params: "string", Example: `urlencode("a b/c")`, Doc: "The text with what has a meaning in the query of a URL escaped.",
		impl: textFunc("string", url.QueryEscape),
	},
}

// tryTextFunc is a function from a string to a string that may fail.
func tryTextFunc(param string, f func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{{Name: param, Type: cty.String}},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := f(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(s), nil
		},
	})
}

// encodedFunc is a function of a string and the name of an encoding.
func encodedFunc(f func(s, encoding string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{{Name: "string", Type: cty.String}, {Name: "encoding", Type: cty.String}},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := f(args[0].AsString(), strings.ToUpper(args[1].AsString()))
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(s), nil
		},
	})
}

func encodeText(s, encoding string) (string, error) {
	var b []byte
	switch encoding {
	case "UTF-8":
		b = []byte(s)
	case "UTF-16LE", "UTF-16BE":
		for _, u := range utf16.Encode([]rune(s)) {
			if encoding == "UTF-16LE" {
				b = append(b, byte(u), byte(u>>8))
			} else {
				b = append(b, byte(u>>8), byte(u))
			}
		}
	case "US-ASCII", "ISO-8859-1":
		for _, r := range s {
			if r > 0xff || encoding == "US-ASCII" && r > 0x7f {
				return "", fmt.Errorf("the text has a character, %q, that %s does not have", r, encoding)
			}
			b = append(b, byte(r))
		}
	default:
		return "", fmt.Errorf("the encoding %q is not known", encoding)
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

func decodeText(s, encoding string) (string, error) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", errors.New("the text is not Base64")
	}
	switch encoding {
	case "UTF-8", "US-ASCII":
		if !utf8.Valid(b) || encoding == "US-ASCII" && bytes.ContainsFunc(b, func(r rune) bool { return r > 0x7f }) {
			return "", fmt.Errorf("what it stands for is not %s", encoding)
		}
		return string(b), nil
	case "UTF-16LE", "UTF-16BE":
		if len(b)%2 != 0 {
			return "", fmt.Errorf("what it stands for is not %s", encoding)
		}
		var us []uint16
		for i := 0; i < len(b); i += 2 {
			lo, hi := b[i], b[i+1]
			if encoding == "UTF-16BE" {
				lo, hi = hi, lo
			}
			us = append(us, uint16(lo)|uint16(hi)<<8)
		}
		return string(utf16.Decode(us)), nil
	case "ISO-8859-1":
		rs := make([]rune, len(b))
		for i, c := range b {
			rs[i] = rune(c)
		}
		return string(rs), nil
	}
	return "", fmt.Errorf("the encoding %q is not known", encoding)
}
