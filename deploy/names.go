package deploy

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// Every resource has a name that is made of the pipeline's, so that it is found
// again without a list of what was made. Where a service allows less characters
// than that takes, the name is cut, and ends in a hash of all of it.

// The lengths that the services allow: IAM's roles, Scheduler's groups,
// EventBridge's rules.
const longest = 64

// short is a name of at most so many characters.
func short(name string, most int) string {
	if len(name) <= most {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	hash := hex.EncodeToString(sum[:4])
	return name[:most-len(hash)-1] + "-" + hash
}

// The uses of the roles of a pipeline.
const (
	useRun      = "run"      // by Step Functions, to do the work
	useSchedule = "schedule" // by Scheduler, to start executions
	useEvent    = "event"    // by EventBridge, to start executions and to notify
)

// roleName of a pipeline in a region: roles are of an account, and the same
// pipeline may be deployed to several regions of it.
func roleName(pipeline, use, region string) string {
	return short("pipectl-"+use+"-"+region+"-"+pipeline, longest)
}

func logGroupName(pipeline string) string {
	// A prefix that Step Functions need not name in the resource policy of
	// CloudWatch Logs, which may have 5,120 characters for all machines.
	return "/aws/vendedlogs/states/" + pipeline
}

func scheduleGroupName(pipeline string) string { return short("pipectl-"+pipeline, longest) }

// rulePrefix is what the names of a pipeline's rules begin with. It leaves room
// for the rest.
func rulePrefix(pipeline string) string { return short("pipectl-"+pipeline, longest-23) + "-" }

func ruleName(pipeline, use, name string) string {
	prefix := rulePrefix(pipeline)
	return prefix + short(use+"-"+name, longest-len(prefix))
}

// policyPrefix is what the names of the policies that are ours begin with; the
// rest is the begin of a hash of the document. So a policy never changes: those
// of a new version stand beside those of the version that serves.
const policyPrefix = "pipectl-"

func policyName(document string) string { return policyPrefix + digest(canonical(document))[:12] }

// lockName is that of the alias that is there while a deploy is under way.
const lockName = "pipectl-deploy"

// aliasNote is the description of the aliases and schedules that are ours.
const aliasNote = "Kept by pipectl"

// OneOffMachine is the name of the machine that one-off versions are published of
// beside a pipeline whose machine itself serves; see OneOff. No part has it, nor
// another pipeline, which has no hyphen. It has at most 67 of 80 characters.
func OneOffMachine(pipeline string) string { return pipeline + oneOffSuffix }

const oneOffSuffix = "-resume"

// besideVersions are the versions of the machine beside the pipeline's.
func (l *Live) besideVersions() (all []ID) {
	for _, r := range l.Resources {
		if id := r.ID(); id.Kind == KindVersion && id.In == OneOffMachine(l.Pipeline) {
			all = append(all, id)
		}
	}
	return all
}

// PipelineOf is the pipeline of a machine: of the one that serves, or of the one
// beside it. What is neither is given as it is.
func PipelineOf(machine string) string { return strings.TrimSuffix(machine, oneOffSuffix) }

var partForm = regexp.MustCompile(`^-[0-9]+$`)

// partOf says whether a machine has the name of a part of a pipeline.
func partOf(machine, pipeline string) bool {
	rest, ok := strings.CutPrefix(machine, pipeline)
	return ok && partForm.MatchString(rest)
}
