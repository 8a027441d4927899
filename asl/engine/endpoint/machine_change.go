package endpoint

import (
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

const (
	mostDescription = 256
	mostVersions    = 1000 // of a machine (Developer Guide, quotas)
	mostAliases     = 100
)

func (e *Endpoint) createStateMachine(r *request) (asl.Object, error) {
	name := r.text("name", 1, 0)
	definition := r.text("definition", 1, engine.MaxDefinition)
	role := r.text("roleArn", 1, mostARN)
	kind := r.word("type", "STANDARD", "EXPRESS")
	publish := r.flag("publish", false)
	description, described := r.maybe("versionDescription", 0, mostDescription)
	given := r.tags()
	set, err := r.settings()
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	if err := checkName(name); err != nil {
		return nil, err
	}
	if err := checkRole(role); err != nil {
		return nil, err
	}
	if described && !publish {
		return nil, invalid("Version description can only be set when publish is true")
	}
	parsed, err := readDefinition(definition, kind)
	if err != nil {
		return nil, err
	}
	arn := e.own("stateMachine", name)
	tags, err := merge(nil, given, arn)
	if err != nil {
		return nil, err
	}

	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m := e.account.machines[name]
	if m != nil {
		switch {
		case m.deleting:
			return nil, faultf("StateMachineDeleting", "State Machine is being deleted: '%s'", m.arn)
		case m.current.definition != definition || m.kind() != kind || !m.current.equal(set) ||
			m.publish != publish || m.versionDescription != description:
			return nil, faultf("StateMachineAlreadyExists", "State Machine Already Exists: '%s'", m.arn)
		}
		// Differences in role and tags are ignored.
	} else {
		now := e.now()
		first := &revision{id: initialRevision, made: now, definition: definition, machine: parsed, role: role, settings: set}
		m = &machine{
			place: e.account.next(), arn: arn, name: name, express: kind == "EXPRESS", created: now,
			current: first, aliases: map[string]*alias{}, tags: tags,
			publish: publish, versionDescription: description,
		}
		e.account.machines[name] = m
		if publish {
			m.publishCurrent(description, now)
		}
	}
	var out reply
	out.text("stateMachineArn", m.arn)
	out.at("creationDate", m.created)
	if publish && len(m.versions) > 0 {
		out.text("stateMachineVersionArn", m.versionARN(m.versions[len(m.versions)-1]))
	}
	return out.object(), nil
}

// publishCurrent makes a version of the current revision.
func (m *machine) publishCurrent(description string, now time.Time) *version {
	m.published++
	v := &version{number: m.published, description: description, created: now, revision: m.current}
	m.versions = append(m.versions, v)
	return v
}

func (e *Endpoint) updateStateMachine(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineArn")
	if err != nil {
		return nil, err
	}
	definition, newDefinition := r.maybe("definition", 1, engine.MaxDefinition)
	role, newRole := r.maybe("roleArn", 1, mostARN)
	publish := r.flag("publish", false)
	description, described := r.maybe("versionDescription", 0, mostDescription)
	set, err := r.settings()
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	if err := of.plain(); err != nil {
		return nil, err
	}
	if !newDefinition && !newRole && set.logging == nil && set.tracing == nil && set.encryption == nil {
		return nil, faultf("MissingRequiredParameter",
			"Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified")
	}
	if described && !publish {
		return nil, invalid("Version description can only be set when publish is true")
	}
	if newRole {
		if err := checkRole(role); err != nil {
			return nil, err
		}
	}

	kind, err := e.kindOf(of)
	if err != nil {
		return nil, err
	}
	var parsed *asl.Machine
	if newDefinition {
		if parsed, err = readDefinition(definition, kind); err != nil {
			return nil, err
		}
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, err := e.account.machineToChange(of)
	if err != nil {
		return nil, err
	}
	if m.kind() != kind {
		return nil, conflict("%s was created anew meanwhile", m.arn)
	}
	next := *m.current
	if newDefinition {
		next.machine, next.definition = parsed, definition
	}
	if newRole {
		next.role = role
	}
	if set.logging != nil {
		next.logging = set.logging
	}
	if set.tracing != nil {
		next.tracing = set.tracing
	}
	if set.encryption != nil {
		next.encryption = set.encryption
	}
	if publish && len(m.versions) >= mostVersions {
		return nil, quota("a state machine has at most %d versions", mostVersions)
	}
	next.id, next.made = e.uuid(), e.now()
	m.current = &next
	var out reply
	out.at("updateDate", next.made)
	out.text("revisionId", next.id)
	if publish {
		out.text("stateMachineVersionArn", m.versionARN(m.publishCurrent(description, next.made)))
	}
	return out.object(), nil
}

// kindOf tells whether a machine that is to be changed is Standard or Express.
func (e *Endpoint) kindOf(of arn) (string, error) {
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, err := e.account.machineToChange(of)
	if err != nil {
		return "", err
	}
	return m.kind(), nil
}

func (e *Endpoint) deleteStateMachine(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineArn")
	if err != nil {
		return nil, err
	}
	if err := of.plain(); err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	m := e.account.machines[of.name]
	if m == nil || m.arn != of.full || m.deleting {
		// Deleting what is not there is done already.
		e.account.mu.Unlock()
		return nil, nil
	}
	m.deleting = true
	e.account.mu.Unlock()

	// It exists as long as its executions do.
	var ends []<-chan struct{}
	for _, x := range e.account.all() {
		if live := x.running(); x.choice.machine == m && live != nil && live.Stop("", "") == nil {
			ends = append(ends, live.Done())
		}
	}
	for _, end := range ends {
		<-end
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	delete(e.account.machines, m.name)
	return nil, nil
}

// uuid makes a UUID.
func (e *Endpoint) uuid() string {
	var b [16]byte
	a, c := e.seed(), e.seed()
	for i := range 8 {
		b[i], b[8+i] = byte(a>>(8*i)), byte(c>>(8*i))
	}
	return formatUUID(b)
}
