/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A boot sector that counts aloud, about once a second, to the first serial port and to port 0xe9,
 * which Xen's log repeats. */

	.code16
	.text
	.globl start
start:
	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %ss
	movw $0x7c00, %sp
	cld
	xorw %bx, %bx

count:
	movw $tick, %si
	call print
	movw %bx, %ax
	call decimal
	movw $end, %si
	call print
	incw %bx

/* The BIOS's clock ticks 18.2 times a second. */
	sti
	movw $18, %cx
wait:
	hlt
	loop wait
	jmp count

/* What SI points to, up to a zero. */
print:
	lodsb
	testb %al, %al
	jz printed
	call put
	jmp print
printed:
	ret

/* The number AX. */
decimal:
	xorw %dx, %dx
	movw $10, %di
	divw %di
	pushw %dx
	testw %ax, %ax
	jz digit
	call decimal
digit:
	popw %ax
	addb $'0', %al

/* The character AL. */
put:
	outb %al, $0xe9
	movw $0x3f8, %dx
	outb %al, %dx
	ret

tick:
	.asciz "zante guest: tick "
end:
	.asciz "\r\n"

	.org 510
	.word 0xaa55
