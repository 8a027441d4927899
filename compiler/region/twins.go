package region

import (
	"math/bits"
	"slices"
)

// mergeTwins makes one item of all those that wait for the same and are waited
// for by the same inside the set, and returns the set that is left, entered.
func (s *solver) mergeTwins(set []int32) []int32 {
	// A hash table with chains: of the kept items in a slot the last one, and
	// from each of them the one before.
	slots := uint64(1) << bits.Len(uint(len(set)))
	last := resize(&s.scratch.order, int(slots))
	for i := range last {
		last[i] = -1
	}
	before := resize(&s.scratch.label, len(set))
	at := resize(&s.scratch.parent, len(set)) // of a kept item among the kept
	kept := set[:0]
	for i, p := range set {
		v := int32(i)
		slot := hashLists(s.here.in.list(v), s.here.outs.list(v)) & (slots - 1)
		before[v] = last[slot]
		w := last[slot]
		for w >= 0 && !s.areTwins(v, w) {
			w = before[w]
		}
		if w < 0 {
			last[slot] = v
			at[v] = int32(len(kept))
			kept = append(kept, p)
			continue
		}
		s.local[p] = -1
		s.merge(kept[at[w]], p)
	}
	if len(kept) < len(set) {
		s.enter(kept)
	}
	return kept
}

func (s *solver) areTwins(v, w int32) bool {
	return slices.Equal(s.here.in.list(v), s.here.in.list(w)) && slices.Equal(s.here.outs.list(v), s.here.outs.list(w))
}

// merge makes the item at q, with the twins it has, a twin of the one at p.
func (s *solver) merge(p, q int32) {
	tail := q
	for s.twin[tail] >= 0 {
		tail = s.twin[tail]
	}
	s.twin[p], s.twin[tail] = q, s.twin[p]
	s.weight[p] = max(s.weight[p], s.weight[q])
	s.hinted[p] = s.hinted[p] && s.hinted[q]
}

// hashLists mixes two lists of numbers into one (FNV-1a over the numbers).
func hashLists(a, b []int32) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, x := range a {
		h = (h ^ uint64(uint32(x))) * prime
	}
	h = (h ^ 1<<40) * prime // tells where a ends
	for _, x := range b {
		h = (h ^ uint64(uint32(x))) * prime
	}
	return h ^ h>>32 // the low bits alone would not tell long lists apart
}
