package expr

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

func problem(c diag.Code, rng hcl.Range, detail string) *hcl.Diagnostic {
	return diag.Problem{Code: c, Range: rng, Detail: detail}.Error()
}

// describe is a type as part of a sentence: "a string", "a list of number".
func describe(t cty.Type) string {
	switch {
	case t == cty.DynamicPseudoType:
		return "a value of any type"
	case t.IsObjectType():
		return "an object"
	case t.IsTupleType():
		return "a list"
	case t.IsCollectionType():
		kind := "a list"
		if t.IsMapType() {
			kind = "a map"
		} else if t.IsSetType() {
			kind = "a set"
		}
		switch e := t.ElementType(); {
		case e == cty.DynamicPseudoType:
			return kind
		case e.IsPrimitiveType():
			return kind + " of " + e.FriendlyName() + "s"
		default:
			_, what, _ := strings.Cut(describe(e), " ")
			first, rest, more := strings.Cut(what, " ")
			if more {
				rest = " " + rest
			}
			return kind + " of " + first + "s" + rest
		}
	}
	return "a " + t.FriendlyName()
}

// sentence is a text of HCL's or cty's as a sentence.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// enumerate is a list of names within a sentence, cut when it is long.
func enumerate(names []string) string {
	const most = 12
	quoted := make([]string, 0, len(names))
	for i, n := range names {
		if i == most {
			return strings.Join(quoted, ", ") + " and " + plural(len(names)-most, "more")
		}
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " and " + quoted[len(quoted)-1]
}

func plural(n int, what string) string {
	if n == 1 || what == "more" {
		return fmt.Sprintf("%d %s", n, what)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// PathError is an error of a conversion, with the place inside of the value.
func PathError(err error) string {
	var p cty.PathError
	if !errors.As(err, &p) {
		return err.Error()
	}
	var s strings.Builder
	for _, step := range p.Path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			s.WriteString("." + step.Name)
		case cty.IndexStep:
			if step.Key.Type() == cty.String {
				fmt.Fprintf(&s, "[%q]", step.Key.AsString())
			} else {
				s.WriteString("[" + step.Key.AsBigFloat().Text('f', -1) + "]")
			}
		}
	}
	if s.Len() == 0 {
		return err.Error()
	}
	return "in " + s.String() + ": " + err.Error()
}
