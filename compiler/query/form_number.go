package query

func numberForms() map[string]function { return map[string]function{} }
