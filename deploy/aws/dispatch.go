package aws

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/pipectl/pipectl/deploy"
)

// List as deploy.Client says.
func (c *Client) List(ctx context.Context, of deploy.ID) ([]deploy.ID, error) {
	list := map[deploy.Kind]func(context.Context, deploy.ID) ([]string, error){
		deploy.KindRole:          c.listRoles,
		deploy.KindPolicy:        c.listPolicies,
		deploy.KindLogGroup:      c.listLogGroups,
		deploy.KindMachine:       c.listMachines,
		deploy.KindVersion:       c.listVersions,
		deploy.KindAlias:         c.listAliases,
		deploy.KindScheduleGroup: c.listScheduleGroups,
		deploy.KindSchedule:      c.listSchedules,
		deploy.KindRule:          c.listRules,
	}[of.Kind]
	buses := []string{of.In}
	if of.Kind == deploy.KindRule && of.In == "" {
		var err error
		if buses, err = c.listBuses(ctx); err != nil {
			return nil, faultOf(of, err)
		}
	}
	var ids []deploy.ID
	for _, in := range buses {
		of := of
		of.In = in
		names, err := list(ctx, of)
		if err := faultOf(of, err); err != nil {
			if of.In != "" && deploy.IsFault(err, deploy.NotFound) {
				continue // what they are in is missing
			}
			return nil, err
		}
		for _, name := range names {
			if strings.HasPrefix(name, of.Name) {
				ids = append(ids, deploy.ID{Kind: of.Kind, In: of.In, Name: name})
			}
		}
	}
	slices.SortFunc(ids, deploy.ID.Compare)
	return ids, nil
}

// Read as deploy.Client says.
func (c *Client) Read(ctx context.Context, id deploy.ID) (deploy.Resource, error) {
	read := map[deploy.Kind]func(context.Context, deploy.ID) (deploy.Resource, error){
		deploy.KindRole:          c.readRole,
		deploy.KindPolicy:        c.readPolicy,
		deploy.KindLogGroup:      c.readLogGroup,
		deploy.KindMachine:       c.readMachine,
		deploy.KindVersion:       c.readVersion,
		deploy.KindAlias:         c.readAlias,
		deploy.KindScheduleGroup: c.readScheduleGroup,
		deploy.KindSchedule:      c.readSchedule,
		deploy.KindRule:          c.readRule,
	}[id.Kind]
	r, err := read(ctx, id)
	if err != nil {
		return nil, faultOf(id, err)
	}
	return r, nil
}

// Create as deploy.Client says.
func (c *Client) Create(ctx context.Context, r deploy.Resource) error {
	var err error
	switch r := r.(type) {
	case *deploy.Role:
		err = c.createRole(ctx, r)
	case *deploy.Policy:
		err = c.putPolicy(ctx, r)
	case *deploy.LogGroup:
		err = c.createLogGroup(ctx, r)
	case *deploy.Machine:
		err = c.createMachine(ctx, r)
	case *deploy.Alias:
		err = c.createAlias(ctx, r)
	case *deploy.ScheduleGroup:
		err = c.createScheduleGroup(ctx, r)
	case *deploy.Schedule:
		err = c.createSchedule(ctx, r)
	case *deploy.Rule:
		err = c.createRule(ctx, r)
	case *deploy.Version:
		panic("deploy/aws: versions are published, not created")
	}
	return faultOf(r.ID(), err)
}

// Update as deploy.Client says.
func (c *Client) Update(ctx context.Context, r deploy.Resource) (revision string, err error) {
	switch r := r.(type) {
	case *deploy.Role:
		err = c.updateRole(ctx, r)
	case *deploy.Policy:
		err = c.putPolicy(ctx, r)
	case *deploy.LogGroup:
		err = c.updateLogGroup(ctx, r)
	case *deploy.Machine:
		revision, err = c.updateMachine(ctx, r)
	case *deploy.Alias:
		err = c.updateAlias(ctx, r)
	case *deploy.Schedule:
		err = c.updateSchedule(ctx, r)
	case *deploy.Rule:
		err = c.updateRule(ctx, r)
	case *deploy.ScheduleGroup, *deploy.Version:
		panic("deploy/aws: a " + string(r.ID().Kind) + " cannot be updated")
	}
	return revision, faultOf(r.ID(), err)
}

// Delete as deploy.Client says, but that Step Functions and EventBridge do not
// tell of a machine, a version or a rule whether it was there: deleting one that
// is not succeeds.
func (c *Client) Delete(ctx context.Context, id deploy.ID) error {
	remove := map[deploy.Kind]func(context.Context, deploy.ID) error{
		deploy.KindRole:          c.deleteRole,
		deploy.KindPolicy:        c.deletePolicy,
		deploy.KindLogGroup:      c.deleteLogGroup,
		deploy.KindMachine:       c.deleteMachine,
		deploy.KindVersion:       c.deleteVersion,
		deploy.KindAlias:         c.deleteAlias,
		deploy.KindScheduleGroup: c.deleteScheduleGroup,
		deploy.KindSchedule:      c.deleteSchedule,
		deploy.KindRule:          c.deleteRule,
	}[id.Kind]
	return faultOf(id, remove(ctx, id))
}

// Tag as deploy.Client says.
func (c *Client) Tag(ctx context.Context, id deploy.ID, set deploy.Tags, remove []string) error {
	tag, ok := map[deploy.Kind]func(context.Context, deploy.ID, deploy.Tags, []string) error{
		deploy.KindRole:          c.tagRole,
		deploy.KindLogGroup:      c.tagLogGroup,
		deploy.KindMachine:       c.tagMachine,
		deploy.KindScheduleGroup: c.tagScheduleGroup,
		deploy.KindRule:          c.tagRule,
	}[id.Kind]
	if !ok {
		panic("deploy/aws: a " + string(id.Kind) + " takes no tags")
	}
	if len(set) > 0 {
		if err := tag(ctx, id, set, nil); err != nil {
			return faultOf(id, err)
		}
	}
	if len(remove) > 0 {
		return faultOf(id, tag(ctx, id, nil, slices.Sorted(slices.Values(remove))))
	}
	return nil
}

// each calls for page after page, with the token of each, until one has no token
// for a next.
func each(page func(token *string) (next *string, err error)) error {
	var token *string
	for {
		next, err := page(token)
		if err != nil || aws.ToString(next) == "" {
			return err
		}
		token = next
	}
}

// tagList makes the tags of a service, in order.
func tagList[T any](tags deploy.Tags, tag func(key, value *string) T) []T {
	list := make([]T, 0, len(tags))
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, tag(aws.String(key), aws.String(tags[key])))
	}
	return list
}

// tagsOf a service's list, without AWS's own; nil where there are none.
func tagsOf[T any](list []T, tag func(T) (key, value *string)) deploy.Tags {
	var tags deploy.Tags
	for _, t := range list {
		key, value := tag(t)
		if strings.HasPrefix(aws.ToString(key), "aws:") {
			continue
		}
		if tags == nil {
			tags = deploy.Tags{}
		}
		tags[aws.ToString(key)] = aws.ToString(value)
	}
	return tags
}

// some is a text, or nil for none: services refuse empty ones.
func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
