package query

func formatForms() map[string]function { return map[string]function{} }
