package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// A tick of the kernel's accounting: USER_HZ is 100 on every Linux (man 5 proc_pid_stat, man 7 time).
const tick = 10 * time.Millisecond

// cpu is the processor time that a process has used, with its children that live or that it has waited for. It is zero where
// /proc does not tell.
func cpu(pid int) time.Duration {
	ticks := ticksOf(pid, 4)
	for _, id := range childrenOf(pid) {
		ticks += ticksOf(id, 2)
	}
	return time.Duration(ticks) * tick
}

// childrenOf are the processes that one has started and that live.
func childrenOf(pid int) (ids []int) {
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))
	for _, child := range strings.Fields(string(children)) {
		if id, err := strconv.Atoi(child); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// ticksOf adds the first n of a process's utime, stime, cutime and cstime.
func ticksOf(pid, n int) (sum int64) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:])) // from the state, field 3, on
	for _, field := range fields[11 : 11+n] {
		ticks, _ := strconv.ParseInt(field, 10, 64)
		sum += ticks
	}
	return sum
}

// residentMB is the memory of a process that is in RAM now.
func residentMB(pid int) float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	return kbLine(string(status), "VmRSS:") / 1024
}

// watchPeak looks at the most memory that a process, or one that it started, has had in RAM until it is asked for, which is after the
// process has ended.
func watchPeak(pid int) (peakMB func() float64) {
	var most float64
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		look := time.NewTicker(20 * time.Millisecond)
		defer look.Stop()
		for {
			for _, id := range append(childrenOf(pid), pid) {
				status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", id))
				most = max(most, kbLine(string(status), "VmHWM:")/1024)
			}
			select {
			case <-ended:
				return
			case <-look.C:
			}
		}
	}()
	return func() float64 {
		close(ended)
		<-done
		return most
	}
}

// memoryMB is the machine's.
func memoryMB() float64 {
	info, _ := os.ReadFile("/proc/meminfo")
	return kbLine(string(info), "MemTotal:") / 1024
}

func kbLine(text, name string) float64 {
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == name {
			kb, _ := strconv.ParseFloat(f[1], 64)
			return kb
		}
	}
	return 0
}
