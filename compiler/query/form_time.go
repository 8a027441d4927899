package query

func timeForms() map[string]function { return map[string]function{} }
