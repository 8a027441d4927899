package diag

import (
	"fmt"
	"strings"
)

//go:generate env PIPECTL_UPDATE=1 go test -count=1 -run=TestMarkdown .

// Markdown is docs/errors.md: every code with what it means.
func Markdown() string {
	var b strings.Builder
	b.WriteString(`# What the error codes mean

Every error and warning of pipectl has a code that never changes its meaning.
` + "`pipectl explain PC0001`" + ` prints the same as this page. The first two digits say
what a problem is about:

| codes | about |
|---|---|
`)
	for _, s := range Subjects {
		fmt.Fprintf(&b, "| %sxx | %s |\n", s.Prefix, s.About)
	}
	for _, e := range Codes {
		fmt.Fprintf(&b, "\n## %s: %s\n\n%s\n", e.Code, e.Title, e.Doc)
		if e.Example != "" {
			fmt.Fprintf(&b, "\n```hcl\n%s```\n", e.Example)
		}
	}
	b.WriteString("\n<!-- Made by go generate from dsl/diag; edit the entries there. -->\n")
	return b.String()
}
