package engine

import "iter"

// A coroutine is a function that can stop half-way and be resumed. At any
// moment at most one coroutine of a world runs, so that they share its data
// without locks.
type coroutine struct {
	resume func()
	kill   func()
	yield  func(struct{}) bool
}

// newCoroutine makes a coroutine of f, which begins at the first resume.
func newCoroutine(f func()) *coroutine {
	c := &coroutine{}
	next, stop := iter.Pull(func(yield func(struct{}) bool) {
		c.yield = yield
		f()
	})
	c.resume = func() { next() }
	c.kill = stop
	return c
}

// park stops the coroutine until it is resumed. It is false when the coroutine
// was killed: its function then has to return without parking again.
func (c *coroutine) park() bool { return c.yield(struct{}{}) }
