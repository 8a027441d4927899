package importer

import (
	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// takeCluster are the arguments of a cluster that a Task creates.
func takeCluster(it *item, f *fields, _ *catalog.Mode) bool {
	if alive, ok := f.peek("Instances.KeepJobFlowAliveWhenNoSteps"); !ok {
		f.putIn("Instances", named{"KeepJobFlowAliveWhenNoSteps", absent}) // the kind would say true
	} else if keyOf(alive) == keyOf(constant{asl.Bool(true)}) {
		f.take("Instances.KeepJobFlowAliveWhenNoSteps")
	}
	service, okService := f.take("ServiceRole")
	instance, okInstance := f.take("JobFlowRole")
	if !okService || !okInstance {
		return false
	}
	roles := &object{members: []named{{"service", service}, {"instance", instance}}}
	if v, ok := f.take("AutoScalingRole"); ok {
		roles.members = append(roles.members, named{"autoscaling", v})
	}
	it.set("roles", roles)
	if v, ok := takeNames(f, "Applications", "Name"); ok {
		it.set("applications", v)
	}
	fleets := false
	if _, ok := f.peek("Instances.InstanceFleets"); ok {
		fleets = true
	} else if !takeGroups(it, f) {
		return false
	}
	if v, ok := f.peek("Instances.Ec2SubnetIds"); ok {
		list, isList := objectForm(v).(*tuple)
		if isList && (fleets || len(list.items) != 1) {
			f.take("Instances.Ec2SubnetIds")
			it.set("subnets", v)
		}
	} else if v, ok := f.peek("Instances.Ec2SubnetId"); ok && !fleets {
		f.take("Instances.Ec2SubnetId")
		it.set("subnets", &tuple{[]value{v}})
	}
	takeBootstrap(it, f)
	takeScaling(it, f, fleets)
	return true
}

// putIn adds a member to a member that is an object.
func (f *fields) putIn(member string, n named) {
	for i, m := range f.members {
		if in, ok := fieldsOf(m.v); ok && m.name == member {
			f.members[i].v = &object{members: append(in.members, n)}
		}
	}
}

// takeNames is a list of objects with one member each.
func takeNames(f *fields, member, name string) (value, bool) {
	v, _ := f.peek(member)
	list, ok := objectForm(v).(*tuple)
	if !ok {
		return nil, false
	}
	out := &tuple{}
	for _, i := range list.items {
		one, known := fieldsOf(i)
		if !known || len(one.members) != 1 || one.members[0].name != name {
			return nil, false
		}
		out.items = append(out.items, one.members[0].v)
	}
	f.take(member)
	return out, true
}

// takeGroups are the instance groups of a primary node and core nodes.
func takeGroups(it *item, f *fields) bool {
	v, ok := f.take("Instances.InstanceGroups")
	list, isList := objectForm(v).(*tuple)
	if !ok || !isList {
		return false
	}
	for _, i := range list.items {
		g, known := fieldsOf(i)
		if !known {
			return false
		}
		role, _ := g.take("InstanceRole")
		typ, _ := g.take("InstanceType")
		count, hasCount := g.take("InstanceCount")
		market, hasMarket := g.take("Market")
		g.take("Name")
		name := map[string]string{keyOf(text("MASTER")): "primary", keyOf(text("CORE")): "core"}[keyOf(role)]
		if name == "" || typ == nil || len(g.members) > 0 {
			return false
		}
		o := &object{members: []named{{"type", typ}}}
		if hasCount && keyOf(count) != keyOf(constant{asl.Number("1")}) {
			o.members = append(o.members, named{"count", count})
		}
		if hasMarket {
			switch keyOf(market) {
			case keyOf(text("SPOT")):
				o.members = append(o.members, named{"market", text("spot")})
			case keyOf(text("ON_DEMAND")):
			default:
				return false
			}
		}
		it.set(name, o)
	}
	return true
}

func takeBootstrap(it *item, f *fields) {
	v, _ := f.peek("BootstrapActions")
	list, ok := objectForm(v).(*tuple)
	if !ok {
		return
	}
	out := &tuple{}
	for _, i := range list.items {
		one, known := fieldsOf(i)
		if !known {
			return
		}
		o := &object{}
		for _, m := range []struct{ from, to string }{{"Name", "name"}, {"ScriptBootstrapAction.Path", "script"}, {"ScriptBootstrapAction.Args", "args"}} {
			if v, ok := one.take(m.from); ok {
				o.members = append(o.members, named{m.to, v})
			}
		}
		if len(one.members) > 0 {
			return
		}
		out.items = append(out.items, o)
	}
	f.take("BootstrapActions")
	it.set("bootstrap", out)
}

func takeScaling(it *item, f *fields, fleets bool) {
	v, _ := f.peek("ManagedScalingPolicy.ComputeLimits")
	limits, known := fieldsOf(v)
	if !known || len(limits.members) != 3 {
		return
	}
	unit, _ := limits.take("UnitType")
	least, okLeast := limits.take("MinimumCapacityUnits")
	most, okMost := limits.take("MaximumCapacityUnits")
	want := "Instances"
	if fleets {
		want = "InstanceFleetUnits"
	}
	if unit == nil || keyOf(unit) != keyOf(text(want)) || !okLeast || !okMost {
		return
	}
	f.take("ManagedScalingPolicy.ComputeLimits")
	it.set("managed_scaling", &object{members: []named{{"min", least}, {"max", most}}})
}
