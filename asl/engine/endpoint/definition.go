package endpoint

import (
	"errors"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
	"github.com/pipectl/pipectl/asl/validate"
)

// The codes of diagnostics that were recorded on AWS.
const (
	notSchema = "SCHEMA_VALIDATION_FAILED"
	notJSON   = "INVALID_JSON_DESCRIPTION"
)

// A diagnostic is one thing wrong with a definition, as AWS tells it.
type diagnostic struct {
	severity, code, message, location string
}

// diagnose checks a definition.
func diagnose(definition, kind string) []diagnostic {
	var all []diagnostic
	for _, p := range validate.Definition([]byte(definition), validate.Options{Type: kind}) {
		d := diagnostic{severity: "ERROR", code: notSchema, message: p.Text, location: p.Path}
		if p.Severity != validate.Error {
			d.severity = "WARNING"
		}
		switch {
		case p.Rule == validate.NotJSON:
			d.code, d.location = notJSON, ""
		case d.location == "":
			d.location = "/"
		}
		all = append(all, d)
	}
	return all
}

// readDefinition reads the definition of a machine that is to exist.
func readDefinition(definition, kind string) (*asl.Machine, error) {
	if len(definition) > engine.MaxDefinition {
		return nil, invalidDefinition("the definition has more than 1048576 characters")
	}
	var wrong []string
	for _, d := range diagnose(definition, kind) {
		if d.severity == "ERROR" {
			text := d.code + ": " + d.message
			if d.location != "" {
				text += " at " + d.location
			}
			wrong = append(wrong, text)
		}
	}
	if len(wrong) > 0 {
		return nil, invalidDefinition(strings.Join(wrong, ", "))
	}
	m, err := asl.Decode([]byte(definition))
	if err != nil {
		return nil, invalidDefinition(err.Error())
	}
	return m, nil
}

func invalidDefinition(text string) error {
	return faultf("InvalidDefinition", "Invalid State Machine Definition: '%s'", text)
}

// refusedBy turns the error of engine.Start into AWS's.
func refusedBy(err error) error {
	var definition *engine.DefinitionError
	switch {
	case errors.As(err, &definition):
		return invalidDefinition(err.Error())
	case errors.Is(err, engine.ErrInputSize):
		return invalidInput(err.Error())
	}
	return err
}

func (e *Endpoint) validateStateMachineDefinition(r *request) (asl.Object, error) {
	definition := r.text("definition", 1, engine.MaxDefinition)
	kind := r.word("type", "STANDARD", "EXPRESS")
	severity := r.word("severity", "ERROR", "WARNING")
	most := int(r.integer("maxResults", 0, 100, 0))
	if err := r.fault(); err != nil {
		return nil, err
	}
	if most == 0 {
		most = 100
	}
	result := "OK"
	list := asl.Array{}
	truncated := false
	for _, d := range diagnose(definition, kind) {
		if d.severity == "ERROR" {
			result = "FAIL"
		} else if severity == "ERROR" {
			continue
		}
		if len(list) == most {
			truncated = true
			continue
		}
		var item reply
		item.text("severity", d.severity)
		item.text("code", d.code)
		item.text("message", d.message)
		item.maybe("location", d.location)
		list = append(list, item.object())
	}
	var out reply
	out.text("result", result)
	out.set("diagnostics", list)
	out.flag("truncated", truncated)
	return out.object(), nil
}
