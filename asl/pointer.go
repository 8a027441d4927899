package asl

import (
	"strconv"
	"strings"
)

// Pointer is the JSON pointer (RFC 6901) of what keys lead to from the value
// at pointer parent: "~" and "/" of a key are escaped.
func Pointer(parent string, keys ...string) string {
	n := len(parent)
	for _, key := range keys {
		n += 1 + len(key)
	}
	dst := append(make([]byte, 0, n+4), parent...)
	for _, key := range keys {
		dst = AppendToken(dst, key)
	}
	return string(dst)
}

// PointerIndex is the JSON pointer of item i of the array at pointer parent.
func PointerIndex(parent string, i int) string {
	return parent + "/" + strconv.Itoa(i)
}

// AppendToken appends "/" and key as one token of a JSON pointer.
func AppendToken(dst []byte, key string) []byte {
	dst = append(dst, '/')
	for i := 0; i < len(key); i++ {
		switch key[i] {
		case '~':
			dst = append(dst, "~0"...)
		case '/':
			dst = append(dst, "~1"...)
		default:
			dst = append(dst, key[i])
		}
	}
	return dst
}

// PointerTokens splits a JSON pointer into its keys, unescaped. The empty
// pointer has none.
func PointerTokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, token := range tokens {
		if strings.Contains(token, "~") {
			tokens[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		}
	}
	return tokens
}

// Lookup gives the value at a JSON pointer inside v.
func Lookup(v Value, pointer string) (Value, bool) {
	for _, token := range PointerTokens(pointer) {
		switch x := v.(type) {
		case Object:
			member, ok := x.Get(token)
			if !ok {
				return nil, false
			}
			v = member
		case Array:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// Get gives the value of a member.
func (o Object) Get(key string) (Value, bool) {
	for i := range o {
		if o[i].Key == key {
			return o[i].Value, true
		}
	}
	return nil, false
}
