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

// inShares does n small things, in shares of some hundred, as inParallel does.
func inShares(n int, do func(from, to int)) {
	const share = 256
	inParallel((n+share-1)/share, func(i int) { do(i*share, min((i+1)*share, n)) })
}
