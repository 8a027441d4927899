package pipetest

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/dsl"
)

// misplaced finds a name in an order of what ran that stands before one that it
// had to wait for. What may run at the same time may stand in any order; which
// of several elements a name is meant of is not said, so any assignment that
// works will do.
//
// Had to wait means by the pipeline as it is written. That the machine makes a
// task wait for more is no reason to refuse an order.
func misplaced(x *index, spans []*Span, want []string) (first, before string, ok bool) {
	o := newOrder(x)
	n := len(spans)
	after := make([][]int, n) // what a span had to wait for
	for i, a := range spans {
		for j, b := range spans {
			if i != j && together(a.frame, b.frame) && o.waits(a.Name, b.Name) {
				after[i] = append(after[i], j)
			}
		}
	}
	s := &search{spans: spans, after: after, want: want, placed: make([]bool, n), failed: map[string]bool{}}
	if s.place(0) || s.steps > mostSteps {
		return "", "", true
	}
	// Name a pair, if the names alone tell one.
	for i, a := range want {
		for _, b := range want[i+1:] {
			if o.waits(a, b) && count(want, a) == 1 && count(want, b) == 1 {
				return a, b, false
			}
		}
	}
	return "", "", false
}

// mostSteps bounds the search: an order that is not refuted until then passes.
const mostSteps = 100_000

type search struct {
	spans  []*Span
	after  [][]int
	want   []string
	placed []bool
	failed map[string]bool // sets of placed spans that led nowhere
	steps  int
}

// place finds spans for the names from i on.
func (s *search) place(i int) bool {
	if i == len(s.want) {
		return true
	}
	if s.steps++; s.steps > mostSteps {
		return false
	}
	key := make([]byte, len(s.placed))
	for k, p := range s.placed {
		if p {
			key[k] = 1
		}
	}
	if s.failed[string(key)] {
		return false
	}
	for j, span := range s.spans {
		if s.placed[j] || span.Name != s.want[i] || !s.ready(j) {
			continue
		}
		s.placed[j] = true
		if s.place(i + 1) {
			return true
		}
		s.placed[j] = false
	}
	s.failed[string(key)] = true
	return false
}

func (s *search) ready(j int) bool {
	for _, k := range s.after[j] {
		if !s.placed[k] {
			return false
		}
	}
	return true
}

func count(names []string, name string) int {
	n := 0
	for _, x := range names {
		if x == name {
			n++
		}
	}
	return n
}

// together says whether two iterations are the same one, or one is inside the
// other: else nothing of one waits for the other.
func together(a, b *frame) bool {
	depth := 0
	if a != nil && b != nil {
		depth = min(a.depth, b.depth)
	}
	return a.cut(depth).key() == b.cut(depth).key()
}

// An order tells what waits for what in a pipeline as it is written.
type order struct {
	x       *index
	reaches map[dsl.Item]map[dsl.Item]bool
	spans   map[string]map[string]bool // of clusters: the items they are up for
	chains  map[string][]place
}

func newOrder(x *index) *order {
	return &order{x: x, reaches: map[dsl.Item]map[dsl.Item]bool{}, spans: map[string]map[string]bool{}, chains: map[string][]place{}}
}

// behind says whether an item depends on another of the same body, however far.
func (o *order) behind(a, b dsl.Item) bool { return o.all(a)[b] }

func (o *order) all(a dsl.Item) map[dsl.Item]bool {
	if known, ok := o.reaches[a]; ok {
		return known
	}
	set := map[dsl.Item]bool{}
	o.reaches[a] = set
	for _, d := range a.Base().Deps {
		set[d.On] = true
		for far := range o.all(d.On) {
			set[far] = true
		}
	}
	return set
}

// waits says whether a has to wait for b: names as in ran.
func (o *order) waits(a, b string) bool {
	if name, role, ok := strings.Cut(a, "-"); ok {
		return o.clusterWaits(name, role, b)
	}
	if name, role, ok := strings.Cut(b, "-"); ok {
		return o.waitsForCluster(a, name, role)
	}
	pa, pb := o.chain(a), o.chain(b)
	if pa == nil || pb == nil {
		return false
	}
	if pa[0].root != pb[0].root {
		return pa[0].root > pb[0].root // handlers come last
	}
	// The bodies that both stand in, from the outermost on.
	for i := 0; i < len(pa) && i < len(pb); i++ {
		if pa[i].item == pb[i].item {
			continue
		}
		if pa[i].body == pb[i].body {
			return o.behind(pa[i].item, pb[i].item)
		}
		// One of them stands in a catch of what the other stands in, or of
		// the other.
		return pa[i].catch && !pb[i].catch
	}
	return len(pa) > len(pb) && pa[len(pb)].catch
}

// chain are the places of a task, from the outermost on.
func (o *order) chain(name string) []place {
	if known, ok := o.chains[name]; ok {
		return known
	}
	p, ok := o.x.places[name]
	if !ok {
		return nil
	}
	var out []place
	if p.around != nil {
		out = slices.Clone(o.chain(p.around.Base().Name))
	}
	out = append(out, p)
	o.chains[name] = out
	return out
}

// users are the items of the pipeline's own DAG that a cluster is up for: its
// users, and all between two of them.
func (o *order) users(cluster string) map[string]bool {
	if known, ok := o.spans[cluster]; ok {
		return known
	}
	set := map[string]bool{}
	o.spans[cluster] = set
	var users []dsl.Item
	for _, item := range o.x.p.Body.Items {
		for _, u := range item.Base().Clusters {
			if u.Cluster.Name == cluster {
				users = append(users, item)
				set[item.Base().Name] = true
				break
			}
		}
	}
	for _, item := range o.x.p.Body.Items {
		after, before := false, false
		for _, u := range users {
			after = after || o.behind(item, u)
			before = before || o.behind(u, item)
		}
		if after && before {
			set[item.Base().Name] = true
		}
	}
	return set
}

// top is the item of the pipeline's own DAG that a task is in, nil for one of a
// handler.
func (o *order) top(name string) dsl.Item {
	chain := o.chain(name)
	if chain == nil || chain[0].root != 0 {
		return nil
	}
	return chain[0].item
}

// clusterWaits: the creation waits for all that a user waits for, the end for
// the creation and for all that the cluster is up for.
func (o *order) clusterWaits(cluster, role, b string) bool {
	users := o.users(cluster)
	if name, other, ok := strings.Cut(b, "-"); ok {
		return name == cluster && role == "terminate" && other == "create"
	}
	top := o.top(b)
	if top == nil {
		return false
	}
	if role == "terminate" && users[top.Base().Name] {
		return true
	}
	if users[top.Base().Name] {
		return false
	}
	for _, item := range o.x.p.Body.Items {
		if users[item.Base().Name] && o.behind(item, top) {
			return true
		}
	}
	return false
}

// waitsForCluster: what it is up for waits for its creation, what comes after
// that, for its end.
func (o *order) waitsForCluster(a, cluster, role string) bool {
	top := o.top(a)
	if top == nil {
		return true // handlers run when it has ended
	}
	users := o.users(cluster)
	if users[top.Base().Name] {
		return role == "create"
	}
	for _, item := range o.x.p.Body.Items {
		if users[item.Base().Name] && o.behind(top, item) {
			return true
		}
	}
	return false
}
