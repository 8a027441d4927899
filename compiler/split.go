package compiler

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler/region"
	"github.com/pipectl/pipectl/dsl/diag"
)

// A pipeline that is too large for one machine, or for one history, becomes
// several: parts of it run as machines of their own, which its machine starts
// and waits for. A part is cut out of the nested regions, so nothing runs in
// another order than without.

// callWeight is that of the Task which runs a part.
var callWeight = weight{bytes: 1500, events: 6}

// splitAttempts is how often a pipeline is cut, into ever smaller parts, before
// it is found too large.
const splitAttempts = 6

// weighAll weighs the pipeline's machine, then each part, and the items. Those
// are weighed where nothing is cut yet: a guarantee alone makes a part then.
func (c *compile) weighAll(machine *asl.Machine) (all []weight, items map[string]weight) {
	machines := c.all(machine)
	all = make([]weight, len(machines))
	of := make([]map[string]weight, len(machines))
	inParallel(len(machines), func(i int) {
		if c.weights == nil {
			all[i], of[i] = c.weighItems(machines[i].Machine)
		} else {
			all[i] = weigh(machines[i].Machine)
		}
	})
	items = map[string]weight{}
	for _, those := range of {
		for name, w := range those { // in any order, for sums are the same
			items[name] = items[name].plus(w)
		}
	}
	return all, items
}

// over says whether one of several machines is more than it may be.
func over(all []weight, l Limits) bool {
	return slices.ContainsFunc(all, func(w weight) bool { return w.over(l) })
}

// fills is how full the fullest machine is, of what AWS allows.
func fills(all []weight, l Limits) float64 {
	l = l.orAWS()
	fullest := 0.0
	for _, w := range all {
		fullest = max(fullest, w.share(weight{bytes: l.Bytes, events: l.Events}))
	}
	return fullest
}

// cutParts cuts parts out of the region of a body until the rest fits.
func (c *compile) cutParts(r region.Region, parts []part) region.Region {
	if c.weights == nil || r == nil {
		return r
	}
	of := func(i int) float64 {
		p := parts[i]
		var w weight
		if p.span == nil {
			w = itemWeight(c.weights, p.item)
		} else {
			w = c.weights[p.span.cluster.Name]
			for item := range p.span.items {
				w = w.plus(itemWeight(c.weights, item))
			}
		}
		return min(w.share(c.full), 1) // what is larger is cut inside
	}
	out, _ := c.cut(r, of)
	return out
}

// cut cuts a region until it weighs 1 at most, and returns what is left of it
// and its weight.
func (c *compile) cut(r region.Region, of func(int) float64) (region.Region, float64) {
	switch r := r.(type) {
	case *region.Leaf:
		return r, of(r.Node)
	case *region.Seq:
		list, sum := c.cutList(r.Parts, of, func(run []region.Region) region.Region { return &region.Seq{Parts: run} })
		return &region.Seq{Parts: list}, sum
	case *region.Par:
		list, sum := c.cutList(r.Branches, of, func(run []region.Region) region.Region { return &region.Par{Branches: run} })
		return &region.Par{Branches: list}, sum
	}
	return r, 0
}

// cutList cuts runs out of a list of regions, the heaviest that fits first,
// until the list weighs 1 at most. join makes one region of several.
func (c *compile) cutList(list []region.Region, of func(int) float64, join func([]region.Region) region.Region) ([]region.Region, float64) {
	var out []region.Region
	var weights []float64
	sum := 0.0
	for _, x := range list {
		rest, w := c.cut(x, of)
		out, weights = append(out, rest), append(weights, w)
		sum += w
	}
	call := callWeight.share(c.full)
	for sum > 1 {
		from, to, w := heaviestRun(weights)
		if w <= call+1e-6 {
			break // a call in its place would be no lighter
		}
		part := out[from]
		if to-from > 1 {
			part = join(append([]region.Region{}, out[from:to]...))
		}
		c.apart[part] = true
		out = append(append(append([]region.Region{}, out[:from]...), part), out[to:]...)
		weights = append(append(append([]float64{}, weights[:from]...), call), weights[to:]...)
		sum += call - w
	}
	return out, sum
}

// heaviestRun is the heaviest run that weighs 1 at most, the first of several.
func heaviestRun(weights []float64) (from, to int, w float64) {
	start, sum := 0, 0.0
	for i, x := range weights {
		sum += x
		for sum > 1 && start < i {
			sum -= weights[start]
			start++
		}
		if sum > w {
			from, to, w = start, i+1, sum
		}
	}
	return from, to, w
}

// checkSize reports what is too large even in parts, and histories that will be
// full before the work is done.
func (c *compile) checkSize(w weight, name string) (diags hcl.Diagnostics) {
	most := c.opts.Limits.orAWS()
	if w.bytes > most.Bytes {
		diags = append(diags, diag.Problem{
			Code: diag.MachineTooLarge, Range: c.p.Range,
			Detail: fmt.Sprintf("The machine %q would have %d bytes, and AWS takes %d at most. It cannot be made smaller by machines of its own for parts of it. "+
				"Put long constants into a file that the tasks read, or divide the pipeline by task \"pipeline\".", name, w.bytes, most.Bytes),
		}.Error())
	}
	if w.events > most.Events {
		diags = append(diags, diag.Problem{
			Code: diag.HistoryLimit, Range: c.p.Range,
			Detail: fmt.Sprintf("An execution of %q writes about %d events, and AWS ends it at %d. Make the maps with many elements distributed = true, which gives each element a history of its own.",
				name, w.events, most.Events),
		}.Warning())
	}
	return diags
}

// checkPayloads finds states whose constants alone are more than AWS lets a
// state take or give.
func (c *compile) checkPayloads(m *asl.Machine) (diags hcl.Diagnostics) {
	const most = 256 * 1024 // source: the quota of a payload
	asl.Walk(m, func(_, name string, s asl.State) {
		for _, v := range asl.Values(s) {
			if n := constantBytes(*v); n > most {
				diags = append(diags, diag.Problem{
					Code: diag.PayloadLimit, Range: c.from[name].Range,
					Detail: fmt.Sprintf("What the state %q is given has %d bytes of constants alone, and AWS lets a state take or give %d. Put them into a file that the task reads.", name, n, most),
				}.Warning())
			}
		}
	})
	return diags
}

// constantBytes are those of a value as JSON, expressions left out.
func constantBytes(v asl.Value) int {
	switch v := v.(type) {
	case asl.Code, nil:
		return 0
	case asl.Array:
		n := 2
		for _, x := range v {
			n += constantBytes(x) + 1
		}
		return n
	case asl.Object:
		n := 2
		for _, x := range v {
			n += len(x.Key) + 4 + constantBytes(x.Value)
		}
		return n
	case asl.String:
		return len(v) + 2
	case asl.Number:
		return len(v)
	default:
	}
	return 4
}
