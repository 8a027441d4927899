package compiler

import "sync"

// inParallel does n things at the same time and waits for all of them. None may
// write what another one reads.
func inParallel(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
