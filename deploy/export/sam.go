package export

import (
	"maps"
	"regexp"
	"slices"

	"github.com/pipectl/pipectl/deploy"
)

// SAM writes a spec as a template of the Serverless Application Model and the
// definitions of its machines. The template is the first file; it names the
// others, which `sam deploy` and `aws cloudformation package` upload. Errors are
// those of CloudFormation but for the size.
//
// Machines, what their alias leads to, and schedules have SAM's own form, the
// rest CloudFormation's: what SAM makes of an event of a rule has a role that
// cannot be named.
func SAM(s deploy.Spec, at deploy.Place) ([]File, error) {
	t, err := newTemplate(s, at)
	if err != nil {
		return nil, err
	}
	t.published = samAlias.MatchString(s.Alias)
	var definitions []File
	for _, r := range t.stack.resources {
		switch m := r.(type) {
		case *deploy.Machine:
			definitions = append(definitions, t.serverless(m))
			continue
		case *deploy.Alias:
			if t.published {
				continue
			}
		case *deploy.Schedule:
			if t.events() {
				continue // with the machine
			}
		case *deploy.Role, *deploy.Policy, *deploy.LogGroup, *deploy.ScheduleGroup, *deploy.Rule, *deploy.Version:
		}
		if err := t.resource(r); err != nil {
			return nil, err
		}
	}
	f := File{s.Pipeline + ".yaml", t.file("AWS::Serverless-2016-10-31")}
	if err := resolvable(s, f); err != nil {
		return nil, err
	}
	return append([]File{f}, definitions...), nil
}

// samAlias is of aliases that SAM can make, for it names a resource after them.
var samAlias = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// events says whether the machine has its schedules with it: SAM lets them start
// an alias only if it has made it.
func (t *template) events() bool { return t.spec.Alias == "" || t.published }

// serverless adds a machine in SAM's form.
func (t *template) serverless(m *deploy.Machine) File {
	definition, substitutions := t.definition(m)
	f := File{m.Name + ".asl.json", []byte(definition)}
	p := mapping{
		{"Name", scalar(m.Name)},
		{"Type", scalar(machineType(m))},
		{"Role", t.value(t.stack.text(m.Role))},
		{"DefinitionUri", scalar(f.Name)},
	}
	if len(substitutions) > 0 {
		p = append(p, member{"DefinitionSubstitutions", substitutions})
	}
	p = append(p,
		member{"Logging", t.logging(m)},
		member{"Tracing", mapping{{"Enabled", boolean(m.Tracing)}}},
	)
	all := mapping{}
	for _, k := range slices.Sorted(maps.Keys(m.Tags)) {
		all = append(all, member{k, scalar(m.Tags[k])})
	}
	p = append(p, member{"Tags", all})
	main := m.Name == t.spec.Pipeline
	if main && t.published {
		p = append(p, member{"AutoPublishAlias", scalar(t.spec.Alias)})
	}
	if main && t.events() && len(t.spec.Schedules) > 0 {
		if t.published {
			p = append(p, member{"UseAliasAsEventTarget", boolean(true)})
		}
		events := mapping{}
		for _, r := range t.stack.resources {
			if s, ok := r.(*deploy.Schedule); ok {
				events = append(events, member{t.name(s.ID()), mapping{
					{"Type", scalar("ScheduleV2")},
					{"Properties", append(t.schedule(s),
						member{"RoleArn", t.value(t.stack.text(s.Role))},
						member{"Input", block(s.Input)},
					)},
				}})
			}
		}
		p = append(p, member{"Events", events})
	}
	name := t.name(m.ID())
	t.add(name, "AWS::Serverless::StateMachine", t.waits(m.Role), p)
	if t.versioned(m) && (!main || !t.published) {
		t.version(name)
	}
	return f
}
