package export

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// What is written is read back as the same value by a parser of others, whatever
// strings look like.
func TestYAMLIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := drawnNode(3).Draw(r, "node")
		top := mapping{{"a", n}, {"b", scalar("end")}}
		text := appendYAML(nil, top, -1)
		var got any
		if err := yaml.Unmarshal(text, &got); err != nil {
			r.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(plainValue(top), got); diff != "" {
			r.Fatalf("value (-want +got):\n%s\n%s", diff, text)
		}
	})
}

func drawnNode(depth int) *rapid.Generator[node] {
	odd := rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.RuneFrom([]rune("ab :#-?*&!|>%@`'\"\\{}[],~0.\n\t\r\u0085\u2028\ufeff\x7f"))),
		rapid.SampledFrom([]string{"true", "No", "null", "~", "y", "1e3", "0x1f", "2012-10-17", "12:30", "1_0", ".inf", "=", "<<", "- a", "a: b", "a::b", "a:", " a", "a ", "a\n", "a\nb", "\na", "a\n\n", "---", "...", "!Ref a"}),
	)
	return rapid.Custom(func(t *rapid.T) node {
		kinds := 4
		if depth > 0 {
			kinds = 6
		}
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0, 1:
			return scalar(odd.Draw(t, "scalar"))
		case 2:
			return block(odd.Draw(t, "block"))
		case 3:
			return word(rapid.SampledFrom([]string{"1", "-5", "true", "false"}).Draw(t, "word"))
		case 4:
			s := sequence{}
			for range rapid.IntRange(0, 3).Draw(t, "elements") {
				s = append(s, drawnNode(depth-1).Draw(t, "element"))
			}
			return s
		}
		m := mapping{}
		for _, k := range rapid.SliceOfNDistinct(odd, 0, 3, rapid.ID).Draw(t, "keys") {
			m = append(m, member{k, drawnNode(depth-1).Draw(t, "member")})
		}
		return m
	})
}

func plainValue(n node) any {
	switch n := n.(type) {
	case mapping:
		out := map[string]any{}
		for _, m := range n {
			out[m.key] = plainValue(m.value)
		}
		return out
	case sequence:
		out := []any{}
		for _, e := range n {
			out = append(out, plainValue(e))
		}
		return out
	case scalar:
		return string(n)
	case block:
		return string(n)
	case word:
		return map[word]any{"1": 1, "-5": -5, "true": true, "false": false}[n]
	case tagged:
		return n
	}
	return nil
}

func TestYAML(t *testing.T) {
	got := string(appendYAML(nil, mapping{
		{"Type", scalar("AWS::IAM::Role")},
		{"aws:SourceArn", tagged{"Sub", "arn:${AWS::Partition}"}},
		{"Empty", mapping{}},
		{"None", sequence{}},
		{"All", sequence{
			mapping{{"Key", scalar("a")}, {"Value", scalar("2012-10-17")}},
			scalar("*"),
			sequence{word("1"), mapping{{"b", mapping{{"c", word("true")}}}}},
		}},
		{"Text", block("{\n  \"a\": 1\n\n}\n")},
		{"Line", block("{}")},
		{"Not a block", block(" a\u2028b")},
	}, -1))
	want := `Type: AWS::IAM::Role
"aws:SourceArn": !Sub "arn:${AWS::Partition}"
Empty: {}
None: []
All:
  - Key: a
    Value: "2012-10-17"
  - "*"
  -
    - 1
    - b:
        c: true
Text: |
  {
    "a": 1

  }
Line: |-
  {}
Not a block: " a\u2028b"
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("YAML (-want +got):\n%s", diff)
	}
}
