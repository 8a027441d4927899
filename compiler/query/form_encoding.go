package query

func encodingForms() map[string]function { return map[string]function{} }
