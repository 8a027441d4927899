package dsl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func nestings() map[string]string {
	deep := func(open, inner, end string) string {
		return "a = " + strings.Repeat(open, 10000) + inner + strings.Repeat(end, 10000) + "\n"
	}
	return map[string]string{
		"parentheses":        deep("(", "1", ")"),
		"brackets":           deep("[", "1", "]"),
		"objects":            deep("{ a = ", "1", "}"),
		"templates":          deep(`"${`, "1", `}"`),
		"calls":              deep("f(", "1", ")"),
		"unary minus":        deep("-", "1", ""),
		"unary not":          deep("!", "true", ""),
		"conditionals":       deep("true ? ", "1", " : 2"),
		"else":               deep("true ? 2 : ", "1", ""),
		"on many lines":      "a = (\n" + strings.Repeat("-\n", 10000) + "1)\n",
		"sums":               deep("1 + ", "1", ""),
		"steps":              "a = b" + strings.Repeat(".c", 10000) + "\n",
		"indices":            "a = b" + strings.Repeat("[0]", 10000) + "\n",
		"splats":             "a = b" + strings.Repeat("[*]", 10000) + "\n",
		"sums in sums":       "a = " + strings.Repeat(strings.Repeat("1+", 100)+"(", 200) + "1" + strings.Repeat(")", 200) + "\n",
		"directives":         "a = \"" + strings.Repeat("%{if true}", 10000) + strings.Repeat("%{endif}", 10000) + "\"\n",
		"for":                deep("[for x in ", "[]", " : x]"),
		"blocks":             strings.Repeat("b {\n", 10000) + strings.Repeat("}\n", 10000),
		"never closed":       strings.Repeat("a = [", 10000),
		"heredocs":           strings.Repeat("a = <<E\n${", 10000),
		"after much nothing": "# " + strings.Repeat("(", 1000) + "\n/* " + strings.Repeat("{", 1000) + " */\na = \"" + strings.Repeat("(", 1000) + "\"\n" + deep("(", "1", ")"),
	}
}

func TestNesting(t *testing.T) {
	for name, src := range nestings() {
		if _, shallow := skim([]byte(src)); shallow {
			t.Errorf("%s are shallow", name)
		}
		if checkNesting("f", []byte(src)) == nil {
			t.Errorf("%s are allowed", name)
		}
	}
	for _, src := range []string{
		"",
		"a = [" + strings.Repeat("-1, !true, b.c.d,\n", 5000) + "]\n",
		"a = {\n" + strings.Repeat("x = 1 + 2\n", 5000) + "}\n",
		strings.Repeat("a { b = \"${c.d}-$${e\\\" %%{ \" } # ((((\n", 5000),
		"a = <<EOT\n" + strings.Repeat("(((( ${x} {{{{ \"\n", 5000) + "  EOT\nb = 1\n",
		"/* ((( */ a = 1 // (((\n",
	} {
		if _, shallow := skim([]byte(src)); !shallow {
			t.Errorf("not seen to be shallow: %.60q…", src)
		}
		if d := checkNesting("f", []byte(src)); d != nil {
			t.Errorf("%.60q…: %v", src, d)
		}
	}
}

// The look at the bytes never lets through what the tokens forbid.
func FuzzNesting(f *testing.F) {
	files, _ := filepath.Glob("../testdata/errors/*.hcl")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, src := range nestings() {
		// Small ones, for the fuzzer to repeat.
		f.Add([]byte(src[:min(len(src), 64)]))
	}
	f.Add([]byte("a = \"$${ $$${ %%{ \\\" ${b} %{ if c }d%{ endif }\"\nb = <<-E\n $${ ${\"x\"}\n E\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		if _, d := checkText("f", src); d != nil {
			return
		}
		// The same again and again: what each part leaves open adds up.
		many := []byte(strings.Repeat(string(src), 400))
		if _, shallow := skim(many); shallow && checkNesting("f", many) != nil {
			t.Errorf("%q, 400 times, is let through", src)
		}
	})
}
