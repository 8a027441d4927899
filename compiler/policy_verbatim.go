package compiler

import (
	"fmt"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
)

// uses are what the states of a definition need to be allowed. role is the one
// that the Tasks without Credentials assume; empty: none.
func (v *verbatim) uses(role string) []catalog.Use {
	var out []catalog.Use
	asl.Walk(v.machine, func(_, _ string, s asl.State) {
		switch s := s.(type) {
		case *asl.Task:
			arn, own := credentials(s)
			if !own {
				arn = role
			}
			if arn != "" {
				out = append(out, catalog.Use{Allow: catalog.AssumeRole(arn)})
				return
			}
			out = append(out, catalog.IntegrationOf(s.Resource, memberText(s.Arguments)).Use)
		case *asl.Map:
			if !distributed(s) {
				return
			}
			out = append(out, catalog.Use{Allow: catalog.DistributedMap()})
			if s.ItemReader != nil {
				out = append(out, catalog.Use{Allow: catalog.ReadItems(), Value: memberText(member(s.ItemReader, "Arguments"))})
			}
			if s.ResultWriter != nil {
				out = append(out, catalog.Use{Allow: catalog.WriteResults(), Value: memberText(member(s.ResultWriter, "Arguments"))})
			}
		default:
		}
	})
	return out
}

// tellUnknownCalls warns of calls of which it is not known what they need.
func (c *compile) tellUnknownCalls(v *verbatim) {
	if v.task.Role != nil && !isNullLit(v.task.Role) {
		return
	}
	asl.Walk(v.machine, func(pointer, _ string, s asl.State) {
		task, ok := s.(*asl.Task)
		if !ok {
			return
		}
		if _, own := credentials(task); own || catalog.IntegrationOf(task.Resource, memberText(nil)).Known {
			return
		}
		pointer += "/Resource"
		if v.alone {
			pointer = strings.TrimPrefix(pointer, asl.Pointer("", "States", aloneName))
		}
		c.diags = append(c.diags, diag.Problem{Code: diag.InvalidDefinition, Range: v.task.Definition.At(asl.PointerTokens(pointer)), Detail: fmt.Sprintf(
			"pipectl does not know what the machine's role needs to be allowed for %q, so the policy says nothing of it. Give the task a role that may make the call.", task.Resource)}.Warning())
	})
}

// credentials is the role that a Task assumes, * where it is not known.
func credentials(t *asl.Task) (arn string, ok bool) {
	if t.Credentials == nil {
		return "", false
	}
	if s, ok := member(t.Credentials, "RoleArn").(asl.String); ok {
		if _, isCode := asl.Source(s); !isCode {
			return string(s), true
		}
	}
	return "*", true
}

func member(v asl.Value, name string) asl.Value {
	o, _ := v.(asl.Object)
	x, _ := o.Get(name)
	return x
}

// memberText gives what is known at compile time of the members of Arguments, by
// paths with dots: see catalog.Use.
func memberText(arguments asl.Value) func(string) (string, bool) {
	return func(path string) (string, bool) {
		v := arguments
		for _, name := range strings.Split(path, ".") {
			if isCode(v) {
				return "", false
			}
			if v = member(v, name); v == nil {
				return "", true
			}
		}
		switch v := v.(type) {
		case asl.String:
			if !isCode(v) {
				return string(v), true
			}
		case asl.Null:
			return "", true
		default:
		}
		return "", false
	}
}

func isCode(v asl.Value) bool {
	_, ok := asl.Source(v)
	return ok
}
