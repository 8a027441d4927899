package region

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func leaf(v int) Region          { return &Leaf{Node: v} }
func seq(parts ...Region) Region { return &Seq{Parts: parts} }
func par(bs ...Region) Region    { return &Par{Branches: bs} }

func TestCheck(t *testing.T) {
	tests := []struct {
		name, order, edges string
		region             Region
		want               string // part of the error, empty for none
	}{
		{"empty", "", "", nil, ""},
		{"right", "abcd", "ab ac bd cd", seq(leaf(0), par(leaf(1), leaf(2)), leaf(3)), ""},
		{"a wait too many is allowed", "abc", "", seq(leaf(0), leaf(2), leaf(1)), ""},
		{"wrong order", "ab", "ba", seq(leaf(0), leaf(1)), `"a" waits for "b", which runs after it`},
		{"across branches", "ab", "ab", par(leaf(0), leaf(1)), `"b" waits for "a", which is in another branch`},
		{"across branches, deep", "abcd", "ab cd ad", par(seq(leaf(0), leaf(1)), seq(leaf(2), leaf(3))), `"d" waits for "a", which is in another branch`},
		{"missing", "ab", "", leaf(0), `"b" is not in the region`},
		{"nothing of something", "ab", "", nil, `"a" is not in the region`},
		{"twice", "ab", "", seq(leaf(0), leaf(1), leaf(0)), `"a" is in the region twice`},
		{"unknown", "ab", "", seq(leaf(0), leaf(2)), "node 2 is not in the graph"},
		{"sequence of one", "a", "", seq(leaf(0)), "a sequence has 1 parts"},
		{"parallel of one", "a", "", par(leaf(0)), "a parallel has 1 branches"},
		{"sequence in a sequence", "abc", "", seq(leaf(0), seq(leaf(1), leaf(2))), "a part of a sequence is a sequence"},
		{"parallel in a parallel", "abc", "", par(leaf(0), par(leaf(1), leaf(2))), "a branch of a parallel is a parallel"},
		{"branches out of order", "abc", "", par(leaf(1), seq(leaf(2), leaf(0))), `the branch of "a" stands after that of "b"`},
		{"empty part", "ab", "", seq(leaf(0), nil, leaf(1)), "a region is empty"},
		{"wrong inside", "abc", "", seq(leaf(0), par(leaf(1), leaf(1))), "twice"},
		{"wrong inside a branch", "abc", "", par(leaf(0), seq(leaf(1))), "1 parts"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := Check(test.region, parse(test.order, test.edges))
			switch {
			case test.want == "" && err != nil:
				t.Errorf("Check = %v, want no error", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("Check = %v, want %s", err, test.want)
			}
		})
	}
}

// The region of the remaining tests: a (b | c (d | e)) f.
var sample = seq(leaf(0), par(leaf(1), seq(leaf(2), par(leaf(3), leaf(4)))), leaf(5))

func TestNodesFirstLast(t *testing.T) {
	collect := func(r Region) []int {
		var nodes []int
		for v := range Nodes(r) {
			nodes = append(nodes, v)
		}
		return nodes
	}
	tests := []struct {
		name               string
		region             Region
		nodes, first, last []int
	}{
		{"nothing", nil, nil, nil, nil},
		{"leaf", leaf(3), []int{3}, []int{3}, []int{3}},
		{"all", sample, []int{0, 1, 2, 3, 4, 5}, []int{0}, []int{5}},
		{"parallel", sample.(*Seq).Parts[1], []int{1, 2, 3, 4}, []int{1, 2}, []int{1, 3, 4}},
	}
	for _, test := range tests {
		for what, got := range map[string][2][]int{
			"Nodes": {test.nodes, collect(test.region)},
			"First": {test.first, First(test.region)},
			"Last":  {test.last, Last(test.region)},
		} {
			if diff := cmp.Diff(got[0], got[1]); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", what, test.name, diff)
			}
		}
	}
	for v := range Nodes(sample) {
		if v == 2 {
			break // a walk can be left early
		}
	}
}

func TestMakespan(t *testing.T) {
	takes := []time.Duration{1, 10, 2, 3, 7, 5}
	if got := Makespan(sample, takes); got != 1+10+5 {
		t.Errorf("Makespan = %d, want 16", got)
	}
	takes[1] = 4
	if got := Makespan(sample, takes); got != 1+2+7+5 {
		t.Errorf("Makespan = %d, want 15", got)
	}
	if got := Makespan(nil, nil); got != 0 {
		t.Errorf("Makespan of nothing = %d", got)
	}
}

func TestOutline(t *testing.T) {
	want := `a
parallel
- b
- c
  parallel
  - d
  - e
f
`
	if diff := cmp.Diff(want, Outline(sample, parse("abcdef", ""))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Outline(par(seq(par(leaf(0), leaf(1)), leaf(2)), leaf(3)), parse("abcd", "")); got != "parallel\n- parallel\n  - a\n  - b\n  c\n- d\n" {
		t.Errorf("a branch that begins with a parallel:\n%s", got)
	}
}

func TestRoundWeight(t *testing.T) {
	tests := []struct{ in, want time.Duration }{
		{time.Microsecond, time.Microsecond},
		{time.Second, time.Second},
		{1100 * time.Millisecond, time.Second},
		{1300 * time.Millisecond, 1500 * time.Millisecond},
		{800 * time.Millisecond, 666666 * time.Microsecond},
		{time.Minute, 57665039 * time.Microsecond},
		{65 * time.Minute, 3325256730 * time.Microsecond},
	}
	for _, test := range tests {
		got := time.Duration(roundWeight(int64(test.in/time.Microsecond))) * time.Microsecond
		if got != test.want {
			t.Errorf("roundWeight(%s) = %s, want %s", test.in, got, test.want)
		}
	}
}
