package exporttest

import (
	_ "embed" // the schemas
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/deploy"
)

//go:embed schema/terraform.json
var terraform []byte

// A blockSchema is what a block of a provider may hold.
type blockSchema struct {
	Attributes map[string]struct {
		Type                           json.RawMessage
		Required, Optional, Deprecated bool
	}
	Blocks map[string]struct {
		Nesting  string
		MinItems int `json:"min_items"`
		MaxItems int `json:"max_items"`
		Block    blockSchema
	}
}

var provider = sync.OnceValue(func() map[string]blockSchema {
	var all map[string]blockSchema
	if err := json.Unmarshal(terraform, &all); err != nil {
		panic("exporttest: " + err.Error())
	}
	return all
})

// specOf decodes a resource or a data source of a type.
func specOf(kind string) (hcldec.Spec, error) {
	s, ok := provider()[kind]
	if !ok {
		return nil, fmt.Errorf("there is no schema of %s", kind)
	}
	return s.spec()
}

func (s blockSchema) spec() (hcldec.Spec, error) {
	all := hcldec.ObjectSpec{}
	for _, name := range slices.Sorted(maps.Keys(s.Attributes)) {
		a := s.Attributes[name]
		t, err := ctyjson.UnmarshalType(a.Type)
		if err != nil {
			return nil, err
		}
		if (a.Required || a.Optional) && !a.Deprecated { // others cannot be set, or should not
			all[name] = &hcldec.AttrSpec{Name: name, Type: t, Required: a.Required}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Blocks)) {
		b := s.Blocks[name]
		nested, err := b.Block.spec()
		if err != nil {
			return nil, err
		}
		if b.Nesting != "list" && b.Nesting != "set" {
			return nil, fmt.Errorf("unknown nesting %s", b.Nesting)
		}
		all[name] = &hcldec.BlockTupleSpec{TypeName: name, Nested: nested, MinItems: b.MinItems, MaxItems: b.MaxItems}
	}
	return all, nil
}

// computed adds what the provider says of a resource once it is there.
func (m *module) computed(b *block, v cty.Value) cty.Value {
	all := v.AsValueMap()
	if all == nil {
		all = map[string]cty.Value{}
	}
	set := func(name, value string) { all[name] = cty.StringVal(value) }
	name := member(v, "name")
	arn := func(kind deploy.Kind, in string) {
		set("arn", m.at.ARN(deploy.ID{Kind: kind, In: in, Name: name}))
	}
	switch b.kind {
	case "data.aws_partition":
		set("partition", m.at.Partition)
	case "data.aws_region":
		set("id", m.at.Region)
	case "data.aws_caller_identity":
		set("account_id", m.at.Account)
	case "aws_iam_role":
		arn(deploy.KindRole, "")
	case "aws_cloudwatch_log_group":
		arn(deploy.KindLogGroup, "")
	case "aws_sfn_state_machine":
		arn(deploy.KindMachine, "")
		if all["publish"].RawEquals(cty.True) { // else there is none
			set("state_machine_version_arn", all["arn"].AsString()+":<version of "+name+">")
		} else {
			delete(all, "state_machine_version_arn")
		}
	case "aws_sfn_alias":
		arn(deploy.KindAlias, aliased(v))
	case "aws_scheduler_schedule_group":
		arn(deploy.KindScheduleGroup, "")
	}
	return cty.ObjectVal(all)
}

// aliased is the machine that all executions of an alias go to a version of.
func aliased(v cty.Value) string {
	route := inside(v, "routing_configuration")
	if route == cty.NilVal || !route.GetAttr("weight").RawEquals(cty.NumberIntVal(100)) {
		return ""
	}
	machine, _, _ := deploy.StateMachine(member(route, "state_machine_version_arn"))
	return machine
}

// member is a string of an object; empty where it is not there.
func member(v cty.Value, name string) string {
	if v == cty.NilVal || !v.Type().IsObjectType() || !v.Type().HasAttribute(name) {
		return ""
	}
	if a := v.GetAttr(name); a.Type() == cty.String && a.IsKnown() && !a.IsNull() {
		return a.AsString()
	}
	return ""
}

// inside is a block of one that has at most one of them.
func inside(v cty.Value, name string) cty.Value {
	if v == cty.NilVal || !v.Type().IsObjectType() || !v.Type().HasAttribute(name) {
		return cty.NilVal
	}
	if all := v.GetAttr(name).AsValueSlice(); len(all) == 1 {
		return all[0]
	}
	return cty.NilVal
}
