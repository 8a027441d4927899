package validate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl/validate"
)

// TestDocs keeps the table of rules in docs/validation.md what Rules says.
// PIPECTL_UPDATE=1 writes it.
func TestDocs(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "validation.md")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- rules -->\n", "<!-- end of rules -->"
	before, rest, ok := strings.Cut(string(src), begin)
	table, after, also := strings.Cut(rest, end)
	if !ok || !also {
		t.Fatalf("%s has no place for the table", file)
	}
	var want strings.Builder
	want.WriteString("\n| code | severity | rule | meaning | source |\n|---|---|---|---|---|\n")
	escape := strings.NewReplacer("|", `\|`, "<", `\<`, ">", `\>`, "*", `\*`, "_", `\_`, "`", "\\`", "$", `\$`, "\\", `\\`)
	for _, r := range validate.Rules {
		fmt.Fprintf(&want, "| %s | %s | %s | %s | %s |\n",
			r.Code, r.Severity, escape.Replace(r.Title), escape.Replace(r.Meaning), escape.Replace(r.Source))
	}
	want.WriteString("\n")
	if os.Getenv("PIPECTL_UPDATE") != "" {
		if err := os.WriteFile(file, []byte(before+begin+want.String()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want.String(), table); diff != "" {
		t.Errorf("the table is not current, PIPECTL_UPDATE=1 writes it (-want +got):\n%s", diff)
	}
}
