package pipetest

import "slices"

// shrink takes away of a pipeline that fails its check what it fails without.
func (r *random) shrink(err error) (*random, error) {
	for again := true; again; {
		again = false
		for _, change := range r.changes() {
			undo := change()
			if e := r.check(); e != nil {
				err, again = e, true
				break
			}
			undo()
		}
	}
	return r, err
}

// changes make the pipeline smaller; each returns what takes it back.
func (r *random) changes() []func() func() {
	var out []func() func()
	drop := func(set func(), undo func()) {
		out = append(out, func() func() { set(); return undo })
	}
	var walk func(g *graph)
	walk = func(g *graph) {
		for i, x := range g.nodes {
			before := slices.Clone(g.nodes)
			if len(g.nodes) > 1 || g == r.root {
				out = append(out, func() func() {
					g.nodes = slices.Delete(slices.Clone(g.nodes), i, i+1)
					back := r.forget(x)
					return func() { g.nodes = before; back() }
				})
			}
		}
		for _, x := range g.nodes {
			was := *x
			undo := func() { *x = was }
			for i := range x.bodies {
				if len(x.bodies) > 1 && (x.cases == nil || i > 0) {
					drop(func() {
						x.bodies = slices.Delete(slices.Clone(x.bodies), i, i+1)
						if x.cases != nil {
							x.cases = slices.Delete(slices.Clone(x.cases), i, i+1)
						}
					}, undo)
				}
			}
			if x.when != nil {
				drop(func() { x.when = nil }, undo)
			}
			if x.runIf != "" {
				drop(func() { x.runIf = "" }, undo)
			}
			if x.catch != nil {
				drop(func() { x.catch = nil }, undo)
				if x.catch.task != nil {
					drop(func() { c := *x.catch; c.task = nil; x.catch = &c }, undo)
				}
			}
			if x.cluster != "" {
				drop(func() { x.cluster = "" }, undo)
			}
			if x.tries > 0 {
				drop(func() { x.tries-- }, undo)
			}
			if x.items > 1 {
				drop(func() { x.items-- }, undo)
			}
			if x.distributed {
				drop(func() { x.distributed = false }, undo)
			}
			if x.items >= 0 && x.kind == "task" {
				drop(func() { x.items = -1 }, undo)
			}
			if x.fails {
				drop(func() { x.fails = false }, undo)
			}
			for i := range x.after {
				drop(func() { x.after = slices.Delete(slices.Clone(x.after), i, i+1) }, undo)
			}
			for i := range x.reads {
				if x.catch == nil || x.catch.task == nil || len(x.catch.task.reads) == 0 {
					drop(func() { x.reads = slices.Delete(slices.Clone(x.reads), i, i+1) }, undo)
				}
			}
			for _, b := range x.bodies {
				walk(b)
			}
		}
	}
	walk(r.root)
	if r.onFailure {
		drop(func() { r.onFailure = false }, func() { r.onFailure = true })
	}
	if r.output {
		drop(func() { r.output = false }, func() { r.output = true })
	}
	if r.guarantee {
		drop(func() { r.guarantee = false }, func() { r.guarantee = true })
	}
	if r.finally {
		drop(func() { r.finally = false }, func() { r.finally = true })
	}
	return out
}

// forget takes every mention of a node away.
func (r *random) forget(gone *node) func() {
	dropped := map[*node]bool{gone: true}
	for _, b := range gone.bodies {
		b.each(func(x, _ *node) { dropped[x] = true })
	}
	type saved struct {
		x   *node
		was node
	}
	var all []saved
	r.root.each(func(x, _ *node) {
		all = append(all, saved{x, *x})
		is := func(d *node) bool { return dropped[d] }
		x.after = slices.DeleteFunc(slices.Clone(x.after), is)
		x.reads = slices.DeleteFunc(slices.Clone(x.reads), is)
		if x.when != nil && dropped[x.when.on] {
			x.when = nil
		}
		x.cases = slices.Clone(x.cases)
		for i, c := range x.cases {
			if c != nil && dropped[c.on] {
				x.cases[i] = &guard{over: c.over}
			}
		}
	})
	return func() {
		for _, s := range all {
			*s.x = s.was
		}
	}
}
