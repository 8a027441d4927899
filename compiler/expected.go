package compiler

import (
	"time"

	"github.com/pipectl/pipectl/dsl"
)

// expected is how long an item usually takes: as it says, or for a block the
// longest way through what is in it. Zero: not known.
func expected(item dsl.Item) time.Duration {
	base := item.Base()
	block, ok := item.(*dsl.Block)
	if !ok || base.Expected > 0 {
		return base.Expected
	}
	var longest time.Duration
	for _, b := range block.Bodies() {
		longest = max(longest, longestWay(b))
	}
	return longest
}

// longestWay is how long a body takes when all that can run at the same time
// does, what it waits for outside left out.
func longestWay(b *dsl.Body) time.Duration {
	inside := make(map[dsl.Item]bool, len(b.Items))
	for _, item := range b.Items {
		inside[item] = true
	}
	ends := make(map[dsl.Item]time.Duration, len(b.Items))
	var end func(item dsl.Item) time.Duration
	end = func(item dsl.Item) time.Duration {
		if at, ok := ends[item]; ok {
			return at
		}
		ends[item] = 0 // cycles are refused before this is asked
		var start time.Duration
		for _, d := range item.Base().Deps {
			if inside[d.On] {
				start = max(start, end(d.On))
			}
		}
		ends[item] = start + expected(item)
		return ends[item]
	}
	var last time.Duration
	for _, item := range b.Items {
		last = max(last, end(item))
	}
	return last
}
