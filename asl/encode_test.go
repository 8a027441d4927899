package asl_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

func TestAppendValue(t *testing.T) {
	v := asl.Object{
		{"a&<b>", asl.String("x & y < z > \"q\" \\ \n\r\t\x01\x7f é 😀 \xff")},
		{"n", nil},
		{"empty", asl.Array{asl.Object{}, asl.Array{}}},
		{"short", asl.Array{asl.Number("1.50"), asl.Bool(false), asl.Null{}}},
	}
	text := `"a&<b>": "x & y < z > \"q\" \\ \n\r\t\u0001` + "\x7f" + ` é 😀 ` + "\uFFFD" + `"`
	want := `{
    ` + text + `,
    "n": null,
    "empty": [
      {},
      []
    ],
    "short": [
      1.50,
      false,
      null
    ]
  }`
	if diff := cmp.Diff(want, string(asl.AppendValue(nil, v, 1))); diff != "" {
		t.Errorf("indented (-want +got):\n%s", diff)
	}
	want = `{` + strings.Replace(text, `: `, `:`, 1) + `,"n":null,"empty":[{},[]],"short":[1.50,false,null]}`
	if diff := cmp.Diff("x"+want, string(asl.AppendValue([]byte("x"), v, -1))); diff != "" {
		t.Errorf("compact (-want +got):\n%s", diff)
	}
	deep := asl.Value(asl.Number("1"))
	for range 50 {
		deep = asl.Array{deep}
	}
	if got := string(asl.AppendValue(nil, deep, 0)); !strings.Contains(got, "\n"+strings.Repeat(" ", 100)+"1\n") {
		t.Errorf("50 levels are not indented by 100 spaces: %s", got)
	}
}

// TestAppendJSON shows the order of the members: testdata/order.asl.json is
// written as it is, also when the members of every object come reversed.
func TestAppendJSON(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "order.asl.json"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := asl.DecodeValue(want)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]asl.Value{"as it is": v, "reversed": reversed(v, true)} {
		m, err := asl.FromValue(v)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(m.AppendJSON(nil))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// reversed turns the members of the language's own objects around. Those of
// States and of values keep their order, so they are left.
func reversed(v asl.Value, language bool) asl.Value {
	switch x := v.(type) {
	case asl.Array:
		list := asl.Array{}
		for _, item := range x {
			list = append(list, reversed(item, language))
		}
		return list
	case asl.Object:
		if !language {
			return x
		}
		o := asl.Object{}
		for i := range x {
			m := x[len(x)-1-i]
			switch m.Key {
			case "States":
				states := asl.Object{}
				object, ok := m.Value.(asl.Object)
				if !ok {
					break
				}
				for _, s := range object {
					states = append(states, asl.Member{Key: s.Key, Value: reversed(s.Value, true)})
				}
				m.Value = states
			case "Branches", "ItemProcessor", "Iterator", "Retry", "Catch", "Choices", "ProcessorConfig":
				m.Value = reversed(m.Value, true)
			}
			o = append(o, m)
		}
		return o
	}
	return v
}

func FuzzDecodeEncode(f *testing.F) {
	f.Add([]byte(`{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Next":"","Comment":""}}}`))
	f.Add([]byte(`{"States":{"M":{"Type":"Map","Iterator":{"States":{}},"ItemProcessor":{},"Retry":[{"Extra":1e5}]}}}`))
	f.Add([]byte(`{"States":{"C":{"Type":"Choice","Choices":[{"Not":{"Variable":"$.a","IsNull":true},"Next":"D"}]}}}`))
	if src, err := os.ReadFile(filepath.Join("testdata", "order.asl.json")); err == nil {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		v, err := asl.DecodeValue(src)
		if err != nil {
			return
		}
		if !json.Valid(src) {
			t.Fatalf("%q is read but is no JSON", src)
		}
		m, err := asl.FromValue(v)
		if err != nil {
			return
		}
		for _, text := range [][]byte{m.AppendJSON(nil), m.AppendCompact(nil)} {
			again, err := asl.DecodeValue(text)
			if err != nil {
				t.Fatalf("%q is written as %q: %v", src, text, err)
			}
			if !asl.Equal(v, again) {
				t.Fatalf("%q is written as %q, which is something else", src, text)
			}
		}
	})
}

// BenchmarkAppendJSON and BenchmarkDecode measure a machine of 10,000 tasks.
func BenchmarkAppendJSON(b *testing.B) {
	m := long(10_000)
	dst := m.AppendJSON(nil)
	b.SetBytes(int64(len(dst)))
	b.ReportAllocs()
	for b.Loop() {
		dst = m.AppendJSON(dst[:0])
	}
}

func BenchmarkDecode(b *testing.B) {
	src := long(10_000).AppendJSON(nil)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := asl.Decode(src); err != nil {
			b.Fatal(err)
		}
	}
}

// long makes a chain of n tasks with arguments, a retrier and a catcher each.
func long(n int) *asl.Machine {
	m := &asl.Machine{QueryLanguage: "JSONata", StartAt: "task0"}
	for i := range n {
		m.States = append(m.States, asl.Entry{Name: fmt.Sprintf("task%d", i), State: &asl.Task{
			Common:   asl.Common{Output: asl.String("{% $states.result.JobRunState %}")},
			Resource: "arn:aws:states:::glue:startJobRun.sync",
			Arguments: asl.Object{
				{"JobName", asl.String("clean")},
				{"Arguments", asl.Object{{"--date", asl.String("{% $states.input.date & '-' & $x %}")}}},
			},
			Retry: []asl.Retrier{{ErrorEquals: []string{"Glue.ConcurrentRunsExceededException"}, MaxAttempts: asl.Number("3")}},
			Catch: []asl.Catcher{{ErrorEquals: []string{"States.ALL"}, Next: "failed"}},
			Flow:  asl.Flow{Next: fmt.Sprintf("task%d", i+1)},
		}})
	}
	m.States = append(m.States,
		asl.Entry{Name: fmt.Sprintf("task%d", n), State: &asl.Succeed{}},
		asl.Entry{Name: "failed", State: &asl.Fail{Error: asl.String("Failed")}})
	return m
}
