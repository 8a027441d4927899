package query

func patternForms() map[string]function { return map[string]function{} }
