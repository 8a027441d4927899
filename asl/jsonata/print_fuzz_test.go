package jsonata

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzJSONataRoundTrip(f *testing.F) {
	for _, s := range expressionSeeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		n, err := Parse(src)
		if err != nil {
			return
		}
		text := Print(n)
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("Parse(%q) printed as %q: %v", src, text, err)
		}
		if got := Print(again); got != text {
			t.Errorf("Print(Parse(%q)) = %q, printed again it is %q", src, text, got)
		}
		if diff := cmp.Diff(n, again); diff != "" {
			t.Errorf("%q printed as %q parses as another tree (-want +got):\n%s", src, text, diff)
		}
	})
}

// expressionSeeds are expressions of every kind, and those of the reference
// suite where it is at hand.
func expressionSeeds(tb testing.TB) []string {
	seeds := []string{
		"a.b[0]", "(a.b)[0]", "a.(b.c)", "a[].b", "a{k: v}.c", "(a{k: v}).c", "a^(>b, c)[0]", "a@$x#$i[$x=1]",
		"-5", "-(5)", "--5", "1 - -1", "a ? b : c ? d : e", "a ? (b ? c) : d", "$x := $y := 1", "($x := 1).a",
		"f(?, 1)", "function($x)<n:n>{$x}(1)", "|a|{'b': 1}, 'c'|", "x ~> $f ~> ($g(1))", "[1..3, [4], ([5])]",
		"**.%.a", "* * *", "/a[/]b/im", "`two words`.'a name'", "'\\u0027\\ud83d'", "{a ? b : c: d}", "a[(0)]", "/a\nb/", "/{%}/", "/\\\n[%}]/",
	}
	file, err := os.Open(conformanceFile)
	if err != nil {
		return seeds
	}
	defer file.Close()
	sc := bufio.NewScanner(file)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var c struct{ Expr string }
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			tb.Fatal(err)
		}
		if len(c.Expr) < 400 {
			seeds = append(seeds, c.Expr)
		}
	}
	return seeds
}
