package query

func conversionForms() map[string]function { return map[string]function{} }
