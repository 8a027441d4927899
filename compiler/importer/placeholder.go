package importer

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

var (
	jsonText     = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	replacedText = regexp.MustCompile(`\$\{[^{}[:cntrl:]]*\}`)
)

// mostPlaceholders is how many a note names.
const mostPlaceholders = 10

// tellPlaceholders notes what stands in a definition for another tool to replace,
// as CloudFormation and Terraform do: to AWS, and so here, it is text.
func (m *importer) tellPlaceholders(of *asl.Machine) {
	var found []string
	for _, s := range jsonText.FindAll(of.AppendCompact(nil), -1) {
		var text string
		if json.Unmarshal(s, &text) != nil || strings.HasPrefix(text, "{%") {
			continue
		}
		found = append(found, replacedText.FindAllString(text, -1)...)
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if len(found) == 0 {
		return
	}
	more := ""
	if n := len(found) - mostPlaceholders; n > 0 {
		found = found[:mostPlaceholders]
		more = " and others"
	}
	m.note("%s%s stay as the text that they are, which nothing replaces here: write var.NAME in their place, and a variable for each", strings.Join(found, ", "), more)
}
