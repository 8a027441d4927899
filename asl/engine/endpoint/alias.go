package endpoint

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
)

// routes reads the routing of an alias, and the machine that it is of: the one
// of all its versions. Given is false where it is left out.
func (r *request) routes() (routes []route, of arn, given bool, err error) {
	list := r.list("routingConfiguration")
	given = r.get("routingConfiguration") != nil
	for _, item := range list {
		routes = append(routes, route{item.text("stateMachineVersionArn", 1, mostARN), int(item.integer("weight", 0, 100, 0))})
		if item.get("weight") == nil {
			item.missing("weight")
		}
		r.take(item)
	}
	if err := r.fault(); err != nil || !given {
		return nil, arn{}, given, err
	}
	wrong := func(format string, args ...any) error {
		return invalid("Invalid routing configuration: "+format, args...).because("INVALID_ROUTING_CONFIGURATION")
	}
	if len(routes) < 1 || len(routes) > 2 {
		return nil, arn{}, true, wrong("an alias leads to one version or two, not %d", len(routes))
	}
	sum := 0
	for i, to := range routes {
		sum += to.weight
		version, err := readARN(to.version, "stateMachine")
		switch {
		case err != nil:
			return nil, arn{}, true, err
		case version.rest == "":
			return nil, arn{}, true, invalidARN("The ARN of a version ends in its number: " + to.version)
		case i > 0 && version.machineOf() != of.machineOf():
			return nil, arn{}, true, wrong("the versions are of different state machines")
		case i > 0 && version.full == of.full:
			return nil, arn{}, true, wrong("the versions are the same")
		}
		of = version
	}
	if sum != 100 {
		return nil, arn{}, true, wrong("the weights sum to %d, not to 100", sum)
	}
	return routes, of, true, nil
}

// lead checks that versions exist.
func (m *machine) lead(routes []route) error {
	for _, to := range routes {
		if m.versionOf(to.version) == nil {
			return notFound(to.version)
		}
	}
	return nil
}

func (e *Endpoint) createStateMachineAlias(r *request) (asl.Object, error) {
	name := r.text("name", 1, 0)
	description, _ := r.maybe("description", 0, mostDescription)
	if r.get("routingConfiguration") == nil {
		r.missing("routingConfiguration")
	}
	routes, of, _, err := r.routes()
	if err != nil {
		return nil, err
	}
	if len(name) > 80 || !aliasName.MatchString(name) {
		return nil, faultf("InvalidName", "Invalid Name: %s", quote(name))
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m := e.account.machines[of.name]
	if m == nil || m.arn != of.machineOf() {
		return nil, notFound(of.full)
	}
	if _, err := e.account.machineToChange(of); err != nil {
		return nil, err
	}
	if err := m.lead(routes); err != nil {
		return nil, err
	}
	a := m.aliases[name]
	switch {
	case a != nil && (a.description != description || !slices.Equal(a.routes, routes)):
		return nil, conflict("The alias %s exists, with other content", a.arn)
	case a != nil:
	case len(m.aliases) >= mostAliases:
		return nil, quota("a state machine has at most %d aliases", mostAliases)
	default:
		now := e.now()
		a = &alias{place: e.account.next(), arn: m.arn + ":" + name, name: name, description: description, created: now, updated: now, routes: routes}
		m.aliases[name] = a
	}
	var out reply
	out.text("stateMachineAliasArn", a.arn)
	out.at("creationDate", a.created)
	return out.object(), nil
}

// alias finds the alias that a request is about. The lock must be held.
func (a *account) alias(of arn) (*machine, *alias, error) {
	m := a.machines[of.name]
	if m == nil || m.arn != of.machineOf() || m.aliases[of.rest] == nil {
		return nil, nil, notFound(of.full)
	}
	return m, m.aliases[of.rest], nil
}

func (e *Endpoint) updateStateMachineAlias(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineAliasArn")
	if err != nil {
		return nil, err
	}
	description, described := r.maybe("description", 0, mostDescription)
	routes, versions, routed, err := r.routes()
	if err != nil {
		return nil, err
	}
	if !described && !routed {
		return nil, invalid("Either the description or the routing configuration must be specified").because("MISSING_REQUIRED_PARAMETER")
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, a, err := e.account.alias(of)
	if err != nil {
		return nil, err
	}
	if _, err := e.account.machineToChange(of); err != nil {
		return nil, err
	}
	if routed {
		if versions.machineOf() != m.arn {
			return nil, invalid("Invalid routing configuration: the versions are of another state machine").because("INVALID_ROUTING_CONFIGURATION")
		}
		if err := m.lead(routes); err != nil {
			return nil, err
		}
		a.routes = routes
	}
	if described {
		a.description = description
	}
	a.updated = e.now()
	var out reply
	out.at("updateDate", a.updated)
	return out.object(), nil
}

func (e *Endpoint) describeStateMachineAlias(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineAliasArn")
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	_, a, err := e.account.alias(of)
	if err != nil {
		return nil, err
	}
	routing := asl.Array{}
	for _, to := range a.routes {
		var item reply
		item.text("stateMachineVersionArn", to.version)
		item.integer("weight", int64(to.weight))
		routing = append(routing, item.object())
	}
	var out reply
	out.text("stateMachineAliasArn", a.arn)
	out.text("name", a.name)
	out.maybe("description", a.description)
	out.set("routingConfiguration", routing)
	out.at("creationDate", a.created)
	out.at("updateDate", a.updated)
	return out.object(), nil
}

func (e *Endpoint) listStateMachineAliases(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineArn")
	if err != nil {
		return nil, err
	}
	p, err := r.page("aliases", of.full)
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, err := e.account.machine(of)
	if err != nil {
		return nil, err
	}
	newestFirst := inOrder(m.aliases, (*alias).at)
	slices.Reverse(newestFirst)
	if of.rest != "" { // those that lead to a version
		if m.version(of.rest) == nil {
			return nil, notFound(of.full)
		}
		newestFirst = slices.DeleteFunc(newestFirst, func(a *alias) bool {
			return !slices.ContainsFunc(a.routes, func(to route) bool { return to.version == of.full })
		})
	}
	shown, token := cut(p, newestFirst, true, (*alias).at)
	list := asl.Array{}
	for _, a := range shown {
		var item reply
		item.text("stateMachineAliasArn", a.arn)
		item.at("creationDate", a.created)
		list = append(list, item.object())
	}
	return listed("stateMachineAliases", list, token), nil
}

func (e *Endpoint) deleteStateMachineAlias(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineAliasArn")
	if err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, a, err := e.account.alias(of)
	if err != nil {
		return nil, err
	}
	delete(m.aliases, a.name)
	return nil, nil
}
