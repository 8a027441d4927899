package endpoint

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is put at the end of a list or taken out of it between two pages,
// what was there all the time is shown once, and in order.
func TestPagesOfAListThatChanges(t *testing.T) {
	place := func(n uint64) uint64 { return n }
	rapid.Check(t, func(t *rapid.T) {
		var list []uint64
		next := uint64(0)
		add := func(n int) {
			for range n {
				next++
				list = append(list, next)
			}
		}
		add(rapid.IntRange(0, 30).Draw(t, "n"))
		back := rapid.Bool().Draw(t, "back")
		stays := slices.Clone(list)
		p := page{most: rapid.IntRange(1, 7).Draw(t, "most"), list: "l"}
		var shown []uint64
		for {
			now := slices.Clone(list)
			if back {
				slices.Reverse(now)
			}
			some, token := cut(p, now, back, place)
			if len(some) > p.most {
				t.Fatalf("%d on a page of %d", len(some), p.most)
			}
			shown = append(shown, some...)
			if token == "" {
				break
			}
			p.after = place(some[len(some)-1])
			if back {
				add(rapid.IntRange(0, 2).Draw(t, "more"))
			}
			if gone := rapid.IntRange(0, len(list)-1).Draw(t, "gone"); rapid.Bool().Draw(t, "goes") {
				n := list[gone]
				list = slices.Delete(list, gone, gone+1)
				stays = slices.DeleteFunc(stays, func(m uint64) bool { return m == n })
			}
			if len(list) == 0 {
				break
			}
		}
		if back {
			slices.Reverse(shown)
		}
		if !slices.IsSorted(shown) || len(slices.Compact(slices.Clone(shown))) != len(shown) {
			t.Fatalf("shown: %v", shown)
		}
		for _, n := range stays {
			if !slices.Contains(shown, n) {
				t.Fatalf("%d was not shown: %v", n, shown)
			}
		}
	})
}
