// Package spec says what is to be deployed of a compiled pipeline: it joins dsl
// and compiler, which know no AWS account, to deploy, which knows neither. It
// asks nobody anything. Start at Of; InOrder puts several pipelines in the order
// in which they are deployed.
package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// Of is the spec of a pipeline that was compiled to r, in a project, for a place.
// It is an error where the pipeline was compiled for another place, and where it
// asks for what cannot be deployed though it can be compiled.
func Of(project string, p *dsl.Pipeline, r *compiler.Result, at deploy.Place) (deploy.Spec, error) {
	if p.Region != "" && p.Region != at.Region || p.Account != "" && p.Account != at.Account {
		return deploy.Spec{}, fmt.Errorf("pipeline %q is compiled for %s, and not for account %s in %s",
			p.Name, strings.Trim(p.Account+" in "+p.Region, " in"), at.Account, at.Region)
	}
	s := deploy.Spec{
		Project: project, Pipeline: p.Name, Express: p.Express, Alias: p.Alias, Tracing: p.Tracing,
		Boundary: p.Permissions.Boundary,
		LogLevel: strings.ToUpper(p.Logging.Level), LogData: p.Logging.IncludeData, RetentionDays: p.Logging.RetentionDays,
	}
	if p.Role != "managed" {
		s.Role = p.Role
	} else if len(r.Policy) > 0 { // IAM refuses a document without statements
		s.Policy = string(catalog.AppendJSON(nil, r.Policy))
	}
	for _, t := range p.Tags {
		if strings.HasPrefix(t.Key, "pipectl:") || strings.HasPrefix(t.Key, "aws:") {
			return deploy.Spec{}, fmt.Errorf("pipeline %q: the tag %q begins as those that are not the user's to set", p.Name, t.Key)
		}
		if s.Tags == nil {
			s.Tags = deploy.Tags{}
		}
		s.Tags[t.Key] = t.Value
	}
	if err := machines(&s, r, at); err != nil {
		return deploy.Spec{}, fmt.Errorf("pipeline %q: %w", p.Name, err)
	}
	for _, schedule := range p.Schedules {
		timer, err := timer(schedule)
		if err != nil {
			return deploy.Spec{}, fmt.Errorf("pipeline %q, schedule %q: %w", p.Name, schedule.Name, err)
		}
		s.Schedules = append(s.Schedules, timer)
	}
	for _, t := range p.Triggers {
		trigger, err := trigger(t)
		if err != nil {
			return deploy.Spec{}, fmt.Errorf("pipeline %q, trigger %q: %w", p.Name, t.Name, err)
		}
		s.Triggers = append(s.Triggers, trigger)
	}
	for _, n := range p.Notifies {
		notify := deploy.Notify{Name: n.Name, Topic: n.Topic}
		for _, on := range n.On {
			notify.On = append(notify.On, strings.ToUpper(on))
		}
		s.Notifies = append(s.Notifies, notify)
	}
	return s, nil
}

// machines sets the definitions, in which the parts that they run are named by
// what stands for their versions.
func machines(s *deploy.Spec, r *compiler.Result, at deploy.Place) error {
	var err error
	if s.Definition, _, err = pinned(r.Machine, r.SourceMap, at); err != nil {
		return err
	}
	runs := map[string][]string{}
	definitions := map[string]string{}
	for _, part := range r.Parts {
		if definitions[part.Name], runs[part.Name], err = pinned(part.Machine, r.SourceMap, at); err != nil {
			return err
		}
	}
	// Each after those that it runs.
	placed := map[string]bool{}
	var place func(name string)
	place = func(name string) {
		if placed[name] {
			return
		}
		placed[name] = true
		for _, inner := range runs[name] {
			place(inner)
		}
		s.Parts = append(s.Parts, deploy.Part{Name: name, Definition: definitions[name]})
	}
	for _, part := range r.Parts {
		place(part.Name)
	}
	return nil
}

// pinned is the definition of a machine, and the parts that it runs.
func pinned(m *asl.Machine, origins compiler.SourceMap, at deploy.Place) (definition string, parts []string, err error) {
	// A copy: the result belongs to who compiled it.
	if m, err = asl.Decode(m.AppendJSON(nil)); err != nil {
		return "", nil, fmt.Errorf("read the machine back: %w", err)
	}
	asl.Walk(m, func(_, name string, state asl.State) {
		task, ok := state.(*asl.Task)
		if !ok || origins[name].Role != "part" {
			return
		}
		part := origins[name].Item
		args, _ := task.Arguments.(asl.Object)
		for i := range args {
			if args[i].Key == "StateMachineArn" {
				args[i].Value = asl.String(deploy.PartARN(at, part))
				parts = append(parts, part)
			}
		}
	})
	if text := m.AppendJSON(nil); len(text) <= mostReadable {
		return string(text), parts, nil
	}
	return string(m.AppendCompact(nil)), parts, nil
}

// mostReadable is the length in bytes up to which a definition is written for
// people to read. The service takes 1 MB, by which the compiler cuts machines
// written without spaces.
const mostReadable = 1_000_000

// InOrder puts pipelines in an order in which each stands after those that it
// runs, by which they are there when it first does; else in the order given. A
// circle is cut somewhere.
func InOrder(pipelines []*dsl.Pipeline) []*dsl.Pipeline {
	var out []*dsl.Pipeline
	begun := map[*dsl.Pipeline]bool{}
	var place func(p *dsl.Pipeline)
	place = func(p *dsl.Pipeline) {
		if begun[p] {
			return
		}
		begun[p] = true
		ran := map[*dsl.Pipeline]bool{}
		for _, b := range []*dsl.Body{p.Body, p.OnFailure, p.Finally} {
			runIn(b, ran)
		}
		for _, other := range slices.SortedFunc(maps.Keys(ran), func(a, b *dsl.Pipeline) int { return strings.Compare(a.Name, b.Name) }) {
			if slices.Contains(pipelines, other) {
				place(other)
			}
		}
		out = append(out, p)
	}
	for _, p := range pipelines {
		place(p)
	}
	return out
}

// runIn finds the pipelines that a body runs.
func runIn(b *dsl.Body, found map[*dsl.Pipeline]bool) {
	if b == nil {
		return
	}
	for _, item := range b.Items {
		switch item := item.(type) {
		case *dsl.Task:
			if item.Pipeline != nil {
				found[item.Pipeline] = true
			}
		case *dsl.Block:
			for _, inner := range item.Bodies() {
				runIn(inner, found)
			}
		}
		for _, c := range item.Base().Catch {
			runIn(c.Body, found)
		}
	}
}
