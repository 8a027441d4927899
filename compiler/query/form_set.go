package query

func setForms() map[string]function { return map[string]function{} }
