package deploy

import (
	"fmt"
	"slices"
)

// obstacles are names that somebody else has, and what cannot be changed.
func (d *differ) obstacles() {
	stop := func(id ID, format string, args ...any) {
		d.plan.Obstacles = append(d.plan.Obstacles, Obstacle{id, fmt.Sprintf(format, args...)})
	}
	for _, want := range d.wanted {
		old := d.live.byID[want.ID()]
		if old != nil && !d.live.owns(old) {
			stop(want.ID(), "%s", whose(old))
		}
	}
	if m := d.live.machine(d.spec.Pipeline); m != nil && m.Express != d.spec.Express {
		stop(m.ID(), "is %s and cannot become %s: destroy it first", flavour(m.Express), flavour(d.spec.Express))
	}
	if d.spec.Alias != "" {
		id := ID{Kind: KindAlias, In: d.spec.Pipeline, Name: d.spec.Alias}
		if old := d.live.byID[id]; old != nil && !d.live.owns(old) {
			stop(id, "%s", whose(old))
		}
		if d.spec.Alias == lockName {
			stop(id, "is the name of the alias that marks a deploy under way; choose another")
		}
	}
	if size := policySize(d.spec.Policy); d.spec.Role == "" && size > mostPolicy {
		stop(ID{Kind: KindPolicy, In: roleName(d.spec.Pipeline, useRun, d.live.Place.Region), Name: policyName(d.spec.Policy)},
			"has %d characters, of which the policies of a role may have %d; give the pipeline a role of your own", size, mostPolicy)
	}
	if held := d.live.lock(); held != nil && held.Description != lockNote(d.plan.Token) {
		stop(held.ID(), "says that another deploy of this pipeline is under way, or was cut off; let that one end, or run it again")
	}
	for _, r := range d.live.Resources {
		if !d.live.owns(r) && !slices.ContainsFunc(d.plan.Obstacles, func(o Obstacle) bool { return o.ID == r.ID() }) {
			d.plan.Unmanaged = append(d.plan.Unmanaged, r.ID())
		}
	}
	d.plan.Others = d.live.others(d.plan.Unmanaged)
}

// others are the resources of other pipelines of pipectl's among some, and whose
// they are.
func (l *Live) others(ids []ID) map[ID]string {
	all := map[ID]string{}
	for _, id := range ids {
		// What has no tags is of whom it is in.
		for _, of := range []ID{id, {Kind: containers[id.Kind], Name: id.In}} {
			if r := l.byID[of]; r != nil && !l.owns(r) && TagsOf(r)[TagProject] != "" {
				all[id] = whose(r)
				break
			}
		}
	}
	return all
}

// containers are the kinds of what things without tags are in.
var containers = map[Kind]Kind{
	KindPolicy: KindRole, KindVersion: KindMachine, KindAlias: KindMachine, KindSchedule: KindScheduleGroup,
}

// whose says whose a resource is that is not ours.
func whose(r Resource) string {
	tags := TagsOf(r)
	switch {
	case tags[TagProject] != "":
		return fmt.Sprintf("belongs to the pipeline %q of the project %q", tags[TagPipeline], tags[TagProject])
	case len(tags) > 0:
		return "is not pipectl's: it lacks the tags " + TagProject + " and " + TagPipeline
	}
	return "is not pipectl's, and has the name that this needs"
}

func flavour(express bool) string {
	if express {
		return "express"
	}
	return "standard"
}
