package endpoint

import (
	"github.com/pipectl/pipectl/asl"
)

// variableReferences would be DescribeStateMachine's; it is left out, as the
// engine does not tell which variables a state refers to.

func (e *Endpoint) describeStateMachine(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineArn")
	data := r.word("includedData", "ALL_DATA", "METADATA_ONLY")
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, err := e.account.machine(of)
	if err != nil {
		return nil, err
	}
	arn, description, shown, created := m.arn, "", m.current, m.created
	if of.rest != "" {
		v := m.version(of.rest)
		if v == nil {
			return nil, noMachine(of.full)
		}
		arn, description, shown, created = m.versionARN(v), v.description, v.revision, v.created
	}
	var out reply
	out.text("stateMachineArn", arn)
	out.text("name", m.name)
	status := "ACTIVE"
	if m.deleting {
		status = "DELETING"
	}
	out.text("status", status)
	out.text("definition", shown.definitionFor(data))
	out.text("roleArn", shown.role)
	out.text("type", m.kind())
	out.at("creationDate", created)
	shown.put(&out)
	out.text("revisionId", shown.id)
	out.maybe("description", description)
	return out.object(), nil
}

// definitionFor gives the definition, which requests may want left out.
func (r *revision) definitionFor(data string) string {
	if data == "METADATA_ONLY" {
		return ""
	}
	return r.definition
}

func (e *Endpoint) listStateMachines(r *request) (asl.Object, error) {
	p, err := r.page("machines")
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	place := func(m *machine) uint64 { return m.place }
	shown, token := cut(p, inOrder(e.account.machines, place), false, place)
	list := asl.Array{}
	for _, m := range shown {
		var item reply
		item.text("stateMachineArn", m.arn)
		item.text("name", m.name)
		item.text("type", m.kind())
		item.at("creationDate", m.created)
		list = append(list, item.object())
	}
	return listed("stateMachines", list, token), nil
}

// listed is the answer of an operation that lists.
func listed(key string, list asl.Array, token string) asl.Object {
	var out reply
	out.set(key, list)
	out.maybe("nextToken", token)
	return out.object()
}
