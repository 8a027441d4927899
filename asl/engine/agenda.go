package engine

import "time"

// An entry of the agenda is something to do at a time: resuming a thread, or
// whatever else do is.
type entry struct {
	at  time.Time
	seq uint64

	thread *thread
	parks  uint64 // the park of the thread that this is to end
	do     func()
}

// run does what the entry says. A thread that something else has resumed in
// the meantime is left alone.
func (e entry) run() {
	t := e.thread
	switch {
	case t == nil:
		e.do()
	case t.co != nil && t.parks == e.parks:
		t.parks++
		t.co.resume()
	}
}

func (e *entry) before(other *entry) bool {
	if !e.at.Equal(other.at) {
		return e.at.Before(other.at)
	}
	return e.seq < other.seq
}

// An agenda orders what is due by time and, at one time, by when it was asked
// for. It is a binary heap; package container/heap would box every entry.
type agenda []entry

func (a *agenda) push(e entry) {
	list := append(*a, e)
	*a = list
	for i := len(list) - 1; i > 0; {
		parent := (i - 1) / 2
		if !list[i].before(&list[parent]) {
			break
		}
		list[i], list[parent] = list[parent], list[i]
		i = parent
	}
}

// pop takes the first entry away. The agenda must not be empty.
func (a *agenda) pop() entry {
	list := *a
	first, n := list[0], len(list)-1
	list[0] = list[n]
	list[n] = entry{}
	list = list[:n]
	*a = list
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < n; child++ {
			if list[child].before(&list[least]) {
				least = child
			}
		}
		if least == i {
			return first
		}
		list[i], list[least] = list[least], list[i]
		i = least
	}
}

// at puts do on the agenda. A time that has passed is now.
func (w *world) at(t time.Time, do func()) { w.enter(t, entry{do: do}) }

// wake puts on the agenda that a thread goes on from the park it is in, or goes
// into now.
func (w *world) wake(at time.Time, t *thread) { w.enter(at, entry{thread: t, parks: t.parks}) }

func (w *world) enter(t time.Time, e entry) {
	if t.Before(w.now) {
		t = w.now
	}
	w.seq++
	e.at, e.seq = t, w.seq
	w.due.push(e)
}
