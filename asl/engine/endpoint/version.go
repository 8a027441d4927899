package endpoint

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
)

func (e *Endpoint) publishStateMachineVersion(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineArn")
	if err != nil {
		return nil, err
	}
	id, pinned := r.maybe("revisionId", 0, 0)
	description, _ := r.maybe("description", 0, mostDescription)
	if err := r.fault(); err != nil {
		return nil, err
	}
	if err := of.plain(); err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, err := e.account.machineToChange(of)
	if err != nil {
		return nil, err
	}
	if pinned && id != m.current.id {
		return nil, conflict("The revision %s is not the current one of %s", quote(id), m.arn)
	}
	i := slices.IndexFunc(m.versions, func(v *version) bool { return v.revision == m.current })
	var v *version
	switch {
	case i >= 0:
		// The description is no part of what makes a version the same.
		v = m.versions[i]
	case len(m.versions) >= mostVersions:
		return nil, quota("a state machine has at most %d versions", mostVersions)
	default:
		v = m.publishCurrent(description, e.now())
	}
	var out reply
	out.at("creationDate", v.created)
	out.text("stateMachineVersionArn", m.versionARN(v))
	return out.object(), nil
}

func (e *Endpoint) listStateMachineVersions(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineArn")
	if err != nil {
		return nil, err
	}
	p, err := r.page("versions", of.full)
	if err != nil {
		return nil, err
	}
	if err := of.plain(); err != nil {
		return nil, err
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, err := e.account.machine(of)
	if err != nil {
		return nil, err
	}
	newestFirst := slices.Clone(m.versions)
	slices.Reverse(newestFirst)
	shown, token := cut(p, newestFirst, true, func(v *version) uint64 { return uint64(v.number) })
	list := asl.Array{}
	for _, v := range shown {
		var item reply
		item.text("stateMachineVersionArn", m.versionARN(v))
		item.at("creationDate", v.created)
		list = append(list, item.object())
	}
	return listed("stateMachineVersions", list, token), nil
}

func (e *Endpoint) deleteStateMachineVersion(r *request) (asl.Object, error) {
	of, err := r.machine("stateMachineVersionArn")
	if err != nil {
		return nil, err
	}
	if of.rest == "" {
		return nil, invalidARN("The ARN of a version ends in its number: " + of.full)
	}
	e.account.mu.Lock()
	defer e.account.mu.Unlock()
	m, err := e.account.machine(of)
	if err != nil {
		return nil, err
	}
	if a := m.leadingTo(of.full); a != nil {
		return nil, conflict("The version %s is referenced by the alias %s", of.full, a.arn)
	}
	// Deleting what is not there is done already.
	m.versions = slices.DeleteFunc(m.versions, func(v *version) bool { return m.versionARN(v) == of.full })
	return nil, nil
}
