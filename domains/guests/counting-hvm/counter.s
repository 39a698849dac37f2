/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A boot sector that counts aloud on the first serial port and on port 0xe9, which Xen's log repeats,
 * about once a second, by the clock that the BIOS keeps: 18 interrupts of the timer. So a machine that
 * is restored must have its memory, its processor, its interrupt controller and its timer again, and
 * its device model the port. */

	.set clock, 0x46c	/* low word of the BIOS's count of timer interrupts */
	.set port, 0x3f8

	.code16
	.text
	.globl start
start:
	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %ss
	movw $0x7c00, %sp
	cld
	sti

count:
	movw $hello, %si
	call say
	movw tick, %ax
	call say_number
	movw $end, %si
	call say
	incw tick
	movw clock, %bx
sleep:
	hlt
	movw clock, %ax
	subw %bx, %ax
	cmpw $18, %ax
	jb sleep
	jmp count

say:
	lodsb
	testb %al, %al
	jz done
	call put
	jmp say

/* The digits before the last one first. */
say_number:
	xorw %dx, %dx
	movw $10, %cx
	divw %cx
	pushw %dx
	testw %ax, %ax
	jz last
	call say_number
last:
	popw %ax
	addb $'0', %al
put:
	outb %al, $0xe9
	movw $port, %dx
	outb %al, %dx
done:
	ret

hello:
	.asciz "zante guest: tick "
end:
	.asciz "\r\n"
tick:
	.word 0

	.org 510
	.word 0xaa55
