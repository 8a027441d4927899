package jsonata

func parseSignature(s string) (*signature, *Error) { return nil, nil }

type signature struct{}
