package cluster

import "syscall"

// endWithParent has the kernel send the child SIGINT when the thread that started it ends (prctl(2), PR_SET_PDEATHSIG).
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }
