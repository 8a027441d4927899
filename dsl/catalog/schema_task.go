package catalog

// taskArguments adds what every task of a kind takes. awaits are the ways to wait,
// nil where another kind decides on them.
func (s object) taskArguments(k *Kind, awaits []any) {
	properties := s["properties"].(object)
	add := func(name string, schema object) {
		if properties[name] == nil {
			properties[name] = schema
		}
	}
	text, flag := templated(object{"type": "string"}), templated(object{"type": "boolean"})
	add("description", text)
	add("depends_on", templated(object{"type": "array", "items": object{"type": "string"}}))
	add("when", flag)
	add("run_if", templated(object{"enum": []string{"all_succeeded", "any_succeeded", "all_done"}}))
	add("for_each", templated(object{"type": []string{"array", "object"}}))
	add("concurrency", templated(object{"type": "integer", "minimum": 1}))
	if len(k.Modes) == 0 && k.Poll == nil && !k.Verbatim {
		return
	}
	seconds := templated(object{"anyOf": []any{durationSchema(), object{"type": "integer", "minimum": 1}}})
	add("timeout", seconds)
	add("heartbeat", seconds)
	add("expected", templated(durationSchema()))
	add("returns", object{"type": "string"})
	add("output", object{})
	add("parameters", templated(object{"type": "object"}))
	if !k.OwnRole {
		add("role", text)
	}
	if awaits == nil {
		awaits = []any{"completion", "callback", "none"}
	}
	add("await", templated(object{"enum": awaits}))
	add("retry", blocks(retrySchema))
	add("catch", blocks(object{"type": "object", "required": []string{"on"}}))
	if k.Poll != nil || k.Name == "aws" || k.Name == "lambda" {
		add("poll", object{"type": "object"})
	}
}

var retrySchema = object{
	"type": "object",
	"properties": object{
		"on":        templated(object{"type": "array", "items": object{"type": "string"}, "minItems": 1}),
		"attempts":  templated(object{"type": "integer", "minimum": 0}),
		"interval":  templated(durationSchema()),
		"backoff":   templated(object{"type": "number", "minimum": 1}),
		"max_delay": templated(durationSchema()),
		"jitter":    templated(object{"type": "boolean"}),
	},
	"required":             []string{"on"},
	"additionalProperties": false,
}

// blocks are one block or several of a type.
func blocks(of object) object {
	return object{"anyOf": []any{of, object{"type": "array", "items": of}}}
}
