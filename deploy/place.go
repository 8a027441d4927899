package deploy

import (
	"strconv"
	"strings"
)

// VersionID is the ID of a version of a machine.
func VersionID(machine string, number int) ID {
	return ID{Kind: KindVersion, In: machine, Name: strconv.Itoa(number)}
}

// ARN is the Amazon resource name of a resource; empty for a policy, which has
// none.
func (p Place) ARN(id ID) string {
	arn := func(service, resource string) string {
		return "arn:" + p.Partition + ":" + service + ":" + p.Region + ":" + p.Account + ":" + resource
	}
	switch id.Kind {
	case KindRole: // of no region
		return "arn:" + p.Partition + ":iam::" + p.Account + ":role/" + id.Name
	case KindLogGroup:
		return arn("logs", "log-group:"+id.Name)
	case KindMachine:
		return arn("states", "stateMachine:"+id.Name)
	case KindVersion, KindAlias:
		return arn("states", "stateMachine:"+id.In+":"+id.Name)
	case KindScheduleGroup:
		return arn("scheduler", "schedule-group/"+id.Name)
	case KindSchedule:
		return arn("scheduler", "schedule/"+id.In+"/"+id.Name)
	case KindRule:
		if id.In != "default" { // those of the default bus do not name it
			return arn("events", "rule/"+id.In+"/"+id.Name)
		}
		return arn("events", "rule/"+id.Name)
	case KindPolicy:
	}
	return ""
}

// StateMachine reads the ARN of a machine, of a version or of an alias of one.
// qualifier is a number or an alias, or empty.
func StateMachine(arn string) (machine, qualifier string, ok bool) {
	_, rest, ok := strings.Cut(arn, ":stateMachine:")
	if !ok || !strings.HasPrefix(arn, "arn:") {
		return "", "", false
	}
	machine, qualifier, _ = strings.Cut(rest, ":")
	return machine, qualifier, machine != ""
}
