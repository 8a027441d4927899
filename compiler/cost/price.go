package cost

import (
	"fmt"
	"math"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler"
)

// Prices in dollars, of AWS's page of prices for Step Functions. Those of express
// executions are from a secondary source, and of their first tier.
const (
	perTransition   = 0.025 / 1000
	perRequest      = 1.0 / 1e6
	perGBSecond     = 0.00001667
	leastGB         = 64.0 / 1024 // memory is counted in steps of 64 MB
	leastSeconds    = 0.1         // and time in steps of 100 ms
	FreeTransitions = 4000        // a month, of an account, for ever
)

// perTransitionIn are the prices of regions that have one of their own.
var perTransitionIn = map[string]float64{
	"sa-east-1": 0.0375 / 1000,
	"us-west-1": 0.0279 / 1000,
}

// Price of an execution in dollars, the free transitions not taken off. region
// may be empty: that of most.
func (t Tally) Price(region string) float64 {
	per, ok := perTransitionIn[region]
	if !ok {
		per = perTransition
	}
	time := math.Ceil(t.Seconds/leastSeconds) * leastSeconds
	return float64(t.Transitions)*per + float64(t.Requests)*perRequest + time*leastGB*perGBSecond
}

const (
	mostEvents  = 25_000     // of a history
	mostPayload = 256 * 1024 // bytes of what a state takes or gives
	near        = 0.8
)

// warnings tell of quotas that are near.
func (e *estimator) warnings(r *compiler.Result, x Estimate) (out []string) {
	if !e.p.Express {
		switch {
		case float64(x.Usual.Events) > near*mostEvents:
			out = append(out, fmt.Sprintf("An execution usually writes about %d events, and its history holds %d. Make maps with many elements distributed, and look less often.", x.Usual.Events, mostEvents))
		case x.Most.Events > mostEvents:
			more := ""
			if x.Open {
				more = " or more"
			}
			out = append(out, fmt.Sprintf("An execution in which everything is retried, and polled until it has run out of time, writes up to %d events%s, and its history holds %d.", x.Most.Events, more, mostEvents))
		}
	}
	machines := []*asl.Machine{r.Machine}
	for _, part := range r.Parts {
		machines = append(machines, part.Machine)
	}
	for _, m := range machines {
		asl.Walk(m, func(_, name string, s asl.State) {
			for _, v := range asl.Values(s) {
				if n := len(asl.AppendValue(nil, *v, -1)); *v != nil && float64(n) > near*mostPayload {
					out = append(out, fmt.Sprintf("What the state %q is given is written with %d bytes, and a state takes or gives %d. What is put in when it runs comes on top.", name, n, mostPayload))
				}
			}
		})
	}
	return out
}
