package export

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

// quoted is a string as HCL has it.
func quoted(s string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes())
}

// inner is what stands between the quotes.
func inner(s string) string {
	q := quoted(s)
	return q[1 : len(q)-1]
}

// templated is text that a template gives back as it is.
var templated = strings.NewReplacer("${", "$${", "%{", "%%{")

// oneLine is of texts that a heredoc shows as they are.
var oneLine = regexp.MustCompile(`^[\x21-\x7e][\x20-\x7e]*$`)

// heredoc is a JSON text, or a template of one, without quotes before its quotes.
// It is not jsonencode, which writes < in another way, and what is between < and >
// is for the service to replace.
func heredoc(s string) string {
	s = composed(s)
	if !oneLine.MatchString(s) {
		return quoted(s)
	}
	const margin = "    " // of an argument in a block of a resource
	return "chomp(<<-EOT\n" + margin + "  " + templated.Replace(s) + "\n" + margin + "EOT\n)"
}

// composed is a JSON text that Terraform leaves as it is. Of all that it reads it
// composes characters (Unicode's NFC), even where the first is half of an escape.
func composed(text string) string {
	if cty.NormalizeString(text) == text {
		return text
	}
	return plain(text)
}

// halves is of texts that Terraform would compose once jsonencode has written its
// escapes: of < it makes \u003c, and a c can have an accent.
var halves = regexp.MustCompile(`[<>&\x{2028}\x{2029}][^\x00-\x7f]`)

// plain is a JSON text in ASCII.
func plain(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// value is a text as an expression.
func (m *module) value(t text) string {
	if p, ok := t.plain(); ok {
		return quoted(p)
	}
	if len(t) == 1 {
		if a, ok := t[0].(attributeOf); !ok || a.of.Kind != deploy.KindLogGroup {
			return m.mention(t[0])
		}
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, p := range t {
		switch p := p.(type) {
		case literal:
			b.WriteString(inner(string(p)))
		case unknown:
			b.WriteString("${" + m.mention(p) + "}")
		case attributeOf:
			b.WriteString("${" + m.mention(p) + "}")
			if p.of.Kind == deploy.KindLogGroup {
				b.WriteString(":*")
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}

// mention is the address of a piece; of a log group without what its ARN ends in.
func (m *module) mention(p piece) string {
	switch p := p.(type) {
	case unknown:
		m.used[p] = true
		return "data." + dataSources[p].kind + ".current." + dataSources[p].attribute
	case attributeOf:
		return m.address(p.of) + "." + map[property]string{
			propertyARN: "arn", propertyName: "name", propertyVersion: "state_machine_version_arn",
		}[p.what]
	case literal:
	}
	panic("export: a literal is not mentioned")
}

// document is a JSON text as an expression, with what it mentions of the stack
// where it is ours.
func (m *module) document(of deploy.Resource, text string) (string, error) {
	v, err := document(of.ID(), text)
	if err != nil {
		return "", err
	}
	return m.expression(v, m.own(of)), nil
}

func (m *module) expression(v asl.Value, ours bool) string {
	switch v := v.(type) {
	case asl.Object:
		if len(v) == 0 {
			return "{}"
		}
		var b strings.Builder
		b.WriteString("{\n")
		for _, e := range v {
			key := e.Key
			if !hclsyntax.ValidIdentifier(key) || key == "for" {
				key = quoted(key)
			}
			b.WriteString(key + " = " + m.expression(e.Value, ours) + "\n")
		}
		return b.String() + "}"
	case asl.Array:
		var all []string
		lines := false
		for _, e := range v {
			one := m.expression(e, ours)
			all = append(all, one)
			lines = lines || strings.Contains(one, "\n")
		}
		if lines {
			return "[\n" + strings.Join(all, ",\n") + ",\n]"
		}
		return "[" + strings.Join(all, ", ") + "]"
	case asl.String:
		if ours {
			return m.value(m.text(string(v)))
		}
		return quoted(string(v))
	default:
		return string(asl.AppendValue(nil, v, -1))
	}
}
