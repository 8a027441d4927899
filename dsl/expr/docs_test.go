package expr

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/internal/golden"
)

// TestDocs keeps the tables in docs/functions.md what the table of functions
// says. PIPECTL_UPDATE=1 writes them.
func TestDocs(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "functions.md")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- functions -->\n", "<!-- end of functions -->"
	before, rest, ok := strings.Cut(string(src), begin)
	have, after, also := strings.Cut(rest, end)
	if !ok || !also {
		t.Fatalf("%s has no place for the tables", file)
	}
	want := functionTables(t)
	if golden.Updating() {
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("the tables are not current, PIPECTL_UPDATE=1 writes them (-want +got):\n%s", diff)
	}
}

func functionTables(t *testing.T) string {
	var b strings.Builder
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	// In a sentence, a star, a dollar or a bracket would be markup.
	prose := strings.NewReplacer("|", `\|`, "*", `\*`, "<", `\<`, "$", `\$`, "[", `\[`, "_", `\_`, "\\", `\\`)
	for _, s := range Subjects {
		fmt.Fprintf(&b, "\n## %s\n\n| function | at run time | gives | example |\n|---|---|---|---|\n", s.Name)
		for _, f := range s.Functions {
			class := f.Class.String()
			if f.Limit != "" {
				class += ". " + f.Limit
			}
			example := ""
			if f.Example != "" {
				example = fmt.Sprintf("`%s` is `%s`", cell.Replace(f.Example), cell.Replace(exampleValue(t, f)))
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", cell.Replace(f.Signature()), prose.Replace(class), prose.Replace(f.Doc), example)
		}
	}
	b.WriteString("\n## Not available\n\n| function | because |\n|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(absent)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, prose.Replace(capital(absent[name])))
	}
	b.WriteByte('\n')
	return b.String()
}

// exampleValue is the value of a function's example as JSON.
func exampleValue(t *testing.T, f *Func) string {
	t.Helper()
	n, diags := hclsyntax.ParseExpression([]byte(f.Example), "example", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %s", f.Example, diags)
	}
	e, diags := Bind(n, &Scope{}, cty.DynamicPseudoType)
	if diags.HasErrors() {
		t.Fatalf("%s: %s", f.Example, diags)
	}
	v, ok := Static(e)
	if !ok {
		t.Fatalf("%s is not computed", f.Example)
	}
	j, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	// ctyjson escapes for HTML.
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(j))
}

// TestTable checks what every row of the table has to have.
func TestTable(t *testing.T) {
	for i, f := range Functions {
		t.Run(f.Name, func(t *testing.T) {
			if i > 0 && Functions[i-1].Name == f.Name {
				t.Error("is there twice")
			}
			if !strings.HasSuffix(f.Doc, ".") {
				t.Errorf("its Doc is no sentence: %q", f.Doc)
			}
			if (f.Class == Exact) != (f.Limit == "") {
				t.Errorf("is %s, but its limit is %q", f.Class, f.Limit)
			}
			if f.Limit != "" && !strings.HasSuffix(f.Limit, ".") {
				t.Errorf("its Limit is no sentence: %q", f.Limit)
			}
			if f.Example == "" && !f.impure && f.files == nil && f.special != specialVerbatim {
				t.Error("has no example")
			}
			if _, gone := absent[f.Name]; gone {
				t.Error("is told to be absent")
			}
			if _, most := f.arity(); f.special == noSpecial && f.files == nil && most >= 0 {
				if have := len(f.impl.Params()); f.impl.VarParam() == nil && have != most || have > most {
					t.Errorf("its signature %s is not that of its implementation, which takes %d", f.Signature(), have)
				}
			}
		})
	}
}
