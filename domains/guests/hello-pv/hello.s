/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The smallest PV guest that proves something: it says hello on its console, waits until that was
 * read, and switches itself off. So the tools can build a domain for this hypervisor, the event
 * channel and the console daemon work, and the domain's end is noticed. What it needs to know of
 * Xen is in xen/include/public: xen.h, elfnote.h, io/console.h, event_channel.h, sched.h. */

	.macro note type, value:vararg
	.balign 4
	.long 4, 2f - 1f, \type
	.asciz "Xen"
1:	\value
2:
	.endm

	.section .note.Xen, "a", @note
	note 6, .asciz "zante"	/* guest operating system */
	note 5, .asciz "xen-3.0"	/* interface */
	note 8, .asciz "generic"	/* loader */
	note 3, .quad 0		/* virtual base: addresses are physical ones */
	note 1, .quad entry
	note 2, .quad hypercalls	/* this page is filled in */

	.macro hypercall number
	call hypercalls + 32 * \number
	.endm
	.set update_va_mapping, 14
	.set sched_op, 29
	.set event_channel_op, 32

/* Offsets in start_info, to which %rsi points. */
	.set console_frame, 72
	.set console_port, 80

/* Offsets in the console's page: input ring of 1 KiB, output ring of 2 KiB, four indices. */
	.set out, 1024
	.set out_cons, 3080
	.set out_prod, 3084

	.text
	.globl entry
entry:
	cld
	lea stack_end(%rip), %rsp
	mov console_port(%rsi), %eax
	mov %eax, port(%rip)

	/* The console's page takes the place of one of ours. */
	mov console_frame(%rsi), %rsi
	shl $12, %rsi
	or $0x67, %rsi	/* present, writable, user, accessed, dirty */
	lea console(%rip), %rdi
	mov $2, %edx	/* flush this address */
	hypercall update_va_mapping

	lea console(%rip), %rbx
	lea hello(%rip), %rsi
	lea out(%rbx), %rdi
	mov $hello_end - hello, %ecx
	rep movsb
	movl $hello_end - hello, out_prod(%rbx)
	mov $4, %edi	/* send */
	lea port(%rip), %rsi
	hypercall event_channel_op

wait:
	mov $0, %edi	/* yield */
	hypercall sched_op
	mov out_cons(%rbx), %eax
	cmp out_prod(%rbx), %eax
	jne wait

	mov $2, %edi	/* shut down */
	lea poweroff(%rip), %rsi
	hypercall sched_op
	ud2

hello:
	.ascii "zante guest: hello from a PV kernel\r\n"
hello_end:

	.data
port:
	.long 0
poweroff:
	.long 0

	.balign 4096
hypercalls:
	.skip 4096
console:
	.skip 4096
	.skip 1024
stack_end:
