package query

func collectionForms() map[string]function { return map[string]function{} }
